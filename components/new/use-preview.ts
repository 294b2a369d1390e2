'use client';

import { useEffect, useRef, useState } from 'react';
import { CommandError, sendCommand } from '#lib/browser/commands/send-command.ts';
import type { Preview } from '#lib/domain/change/preview.ts';

/** Typing pauses longer than this ask for a new preview. */
const PAUSE_MS = 250;

export type PreviewState = { preview: Preview | null; isStale: boolean; problem: CommandError | null };

/** The preview of a form's values, asked for while they are typed; an older answer never replaces a newer one. */
export function usePreview(templateId: string, values: Record<string, unknown>): PreviewState {
  const [state, setState] = useState<PreviewState>({ preview: null, isStale: true, problem: null });
  const asked = useRef<AbortController | null>(null);
  useEffect(() => {
    setState((before) => ({ ...before, isStale: true }));
    const timer = setTimeout(async () => {
      asked.current?.abort();
      const mine = new AbortController();
      asked.current = mine;
      try {
        const preview = await sendCommand<Preview>('preview-change', { templateId, values }, mine.signal);
        setState({ preview, isStale: false, problem: null });
      } catch (error) {
        if (!mine.signal.aborted) {
          setState((before) => ({
            ...before,
            isStale: false,
            problem: error instanceof CommandError ? error : new CommandError({}),
          }));
        }
      }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [templateId, values]);
  useEffect(() => () => asked.current?.abort(), []);
  return state;
}
