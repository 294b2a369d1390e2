import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Clock } from '#lib/ports/clock.ts';

export type TimedRead<Value> = {
  clock: Clock;
  read(signal: AbortSignal): Promise<Value>;
  timeoutMs: number;
  /** Who is read, for the error. */
  label: string;
};

/**
 * One read with its time limit. Its signal is aborted when the limit is over or `stopped` is. A read that ignores the
 * signal is left behind: its answer comes too late to count. Throws what the read throws, an ExternalError of kind
 * `timeout`, or the reason of `stopped`. Leaves no timer.
 */
export async function readInTime<Value>(timed: TimedRead<Value>, stopped: AbortSignal): Promise<Value> {
  const reading = new AbortController();
  const limit = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    reading.signal.addEventListener('abort', () => reject(reading.signal.reason), { once: true });
  });
  const onStop = () => reading.abort(stopped.reason);
  stopped.addEventListener('abort', onStop, { once: true });
  const overTime = async (): Promise<never> => {
    await timed.clock.sleep(timed.timeoutMs, limit.signal);
    reading.abort(timeoutError(timed));
    return aborted;
  };
  const answered = async () => timed.read(reading.signal);
  try {
    return await Promise.race([answered(), overTime(), aborted]);
  } finally {
    limit.abort();
    stopped.removeEventListener('abort', onStop);
  }
}

function timeoutError(timed: Pick<TimedRead<unknown>, 'label' | 'timeoutMs'>): ExternalError {
  return new ExternalError({
    provider: timed.label,
    operation: 'read',
    kind: 'timeout',
    message: `no answer within ${timed.timeoutMs / 1000} s`,
  });
}
