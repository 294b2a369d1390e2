'use client';

import { useState } from 'react';
import { announce } from '#components/ui/announcements.ts';
import { Button } from '#components/ui/button.tsx';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { Application } from '#lib/domain/application/application.ts';

/** Has the engine compare the application with git now. What it finds comes with the page, which is live. */
export function RefreshButton({ application, engine }: { application: Application; engine: string }) {
  const { namespace, name } = application;
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const refresh = async () => {
    setIsBusy(true);
    setProblem('');
    try {
      await sendCommand('refresh-application', { namespace, name });
      announce(`${engine} has looked at ${name}.`);
    } catch (error) {
      if (!(error instanceof CommandError)) {
        throw error;
      }
      setProblem(`${error.message} ${error.suggestion}`);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      {problem !== '' && (
        <span role="alert" className="text-bad text-xs">
          {problem}
        </span>
      )}
      <Button
        icon="refresh"
        busy={isBusy}
        onClick={refresh}
        title={`${engine} compares it with git now. With automated sync, what has changed there is applied.`}
      >
        Refresh
      </Button>
    </>
  );
}
