'use client';

import { useEffect, useState } from 'react';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { Preview } from '#lib/domain/change/preview.ts';

/** Typing pauses longer than this ask for a new preview. */
const PAUSE_MS = 250;

/** What stands in the way may pass by itself: so long is waited before it is asked again, each time longer, up to a minute. */
const AGAIN_MS = 5_000;
const LONGER = 1.5;
const LONGEST_MS = 60_000;
const PASSING = ['unavailable', 'rate-limited'];

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
    let timer = setTimeout(ask, PAUSE_MS);
    let pauseMs = AGAIN_MS;
    async function ask(): Promise<void> {
      try {
        const preview = await sendCommand<Preview>('preview-change', { templateId, values }, asking.signal);
        setAnswer({ of: values, preview, problem: null });
      } catch (error) {
        if (asking.signal.aborted) {
          return;
        }
        const problem = error instanceof CommandError ? error : new CommandError({});
        const isPassing = PASSING.includes(problem.code);
        setAnswer(({ preview }) => ({ of: values, preview, problem: isPassing ? comesByItself(problem) : problem }));
        if (isPassing) {
          timer = setTimeout(askAgain, pauseMs);
          pauseMs = Math.min(LONGEST_MS, pauseMs * LONGER);
        }
      }
    }
    function askAgain(): void {
      if (document.hidden) {
        timer = setTimeout(askAgain, AGAIN_MS);
      } else {
        void ask();
      }
    }
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [templateId, values]);
  const { of, preview, problem } = answer;
  return { preview, isStale: of !== values, problem };
}

/** Some of it passes by itself and some only when somebody does what is suggested; the preview comes after both. */
function comesByItself({ code, message, suggestion }: CommandError): CommandError {
  return new CommandError({
    code,
    message,
    suggestion: `${suggestion} The preview comes by itself once that is over.`.trimStart(),
  });
}
