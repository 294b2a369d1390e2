import type { SourceState, SourceStatus } from '#lib/domain/source/source.ts';
import type { Clock } from '#lib/ports/clock.ts';

export type Trouble = { state: SourceState; reason: string; remedy?: string };

/** The state of one source, told to `emit` whenever it changes or is confirmed. */
export type SourceTracker = {
  /** What is shown is right as of now, without telling anyone: it happens for every event. */
  confirm(): void;
  /** What is shown is right and kept so. @param note what the reader should know all the same; '' for nothing */
  live(note: string): void;
  /** Something is wrong. The data there is stays as it is. */
  trouble(trouble: Trouble): void;
  /** There is no data any more. */
  emptied(): void;
};

export function createSourceTracker(
  source: Pick<SourceStatus, 'id' | 'label' | 'isOptional'>,
  clock: Pick<Clock, 'now'>,
  emit: (status: SourceStatus) => void,
): SourceTracker {
  let asOf: number | null = null;
  let state: SourceState = 'starting';
  let since = clock.now();
  const tell = (next: SourceState, words: { reason?: string; remedy?: string }) => {
    since = next === state ? since : clock.now();
    state = next;
    emit({ ...source, state, asOf, since, ...words });
  };
  tell('starting', {});
  return {
    confirm() {
      asOf = clock.now();
    },
    live(note) {
      asOf = clock.now();
      tell('live', note === '' ? {} : { reason: note });
    },
    trouble(trouble) {
      const { state: next, reason, remedy } = trouble;
      // Nothing was there and nobody needs it: that its server is gone is told by what was.
      if (source.isOptional === true && state === 'absent' && next === 'unreachable') {
        return;
      }
      tell(next, remedy === undefined ? { reason } : { reason, remedy });
    },
    emptied() {
      asOf = null;
    },
  };
}
