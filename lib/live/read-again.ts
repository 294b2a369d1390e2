import { ExternalError } from '#lib/domain/error/external-error.ts';
import { readInTime, type TimedRead } from './read-in-time.ts';

/** How long each of the questions that go out beside the first may take. */
export const AGAIN_MS = 2_500;

type Others<Value> = {
  afterMs: number;
  isWanted: () => boolean;
  onSilence: (error: unknown) => void;
  /** How they are asked, where that is otherwise than the first. */
  read?: (signal: AbortSignal) => Promise<Value>;
  /** How long each may take; without it `AGAIN_MS`. */
  timeoutMs?: number;
};

/**
 * One read as `readInTime` has it, beside which others go out as long as no answer comes: an answer that got lost does not
 * come when the other side is well again, and a new one does. Two are on their way at most. The first answer counts, be
 * it a refusal.
 * @param others.afterMs how long the first is waited for alone
 * @param others.isWanted asked again before each of them
 * @param others.onSilence told when one of them was not answered either
 */
export async function readAgainAndAgain<Value>(
  timed: TimedRead<Value>,
  others: Others<Value>,
  stopped: AbortSignal,
): Promise<Value> {
  const answered = new AbortController();
  const signal = AbortSignal.any([stopped, answered.signal]);
  try {
    return await Promise.race([readInTime(timed, signal), readOthers(timed, others, signal)]);
  } finally {
    answered.abort();
  }
}

async function readOthers<Value>(
  timed: TimedRead<Value>,
  { afterMs, isWanted, onSilence, read = timed.read, timeoutMs = AGAIN_MS }: Others<Value>,
  signal: AbortSignal,
): Promise<Value> {
  await timed.clock.sleep(afterMs, signal);
  for (;;) {
    if (isWanted()) {
      try {
        return await readInTime({ ...timed, read, timeoutMs }, signal);
      } catch (error) {
        if (signal.aborted || !isSilence(error)) {
          throw error;
        }
        onSilence(error);
      }
    } else {
      await timed.clock.sleep(AGAIN_MS, signal);
    }
  }
}

/** Whether no answer came in time. */
export function isSilence(error: unknown): boolean {
  return error instanceof ExternalError && error.kind === 'timeout';
}
