'use client';

import { useEffect, useState } from 'react';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { Preview } from '#lib/domain/change/preview.ts';

/** Typing pauses longer than this ask for a new preview. */
const PAUSE_MS = 250;

type Values = Record<string, unknown>;

/** `isStale`: it is of other values than those that stand in the form now. */
export type PreviewState = { preview: Preview | null; isStale: boolean; problem: CommandError | null };

/** The preview of a form's values, asked for while they are typed; an older answer is never taken for that of newer values. */
export function usePreview(templateId: string, values: Values): PreviewState {
  const [answer, setAnswer] = useState<{ of: Values | null; preview: Preview | null; problem: CommandError | null }>({
    of: null,
    preview: null,
    problem: null,
  });
  useEffect(() => {
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const preview = await sendCommand<Preview>('preview-change', { templateId, values }, asking.signal);
        setAnswer({ of: values, preview, problem: null });
      } catch (error) {
        if (!asking.signal.aborted) {
          const problem = error instanceof CommandError ? error : new CommandError({});
          setAnswer(({ preview }) => ({ of: values, preview, problem }));
        }
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [templateId, values]);
  const { of, preview, problem } = answer;
  return { preview, isStale: of !== values, problem };
}
