import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { createPoller, type Poller, type PollerOptions } from '#lib/live/poller.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export type ScriptedRead = (signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;

export const RIG_START = Date.UTC(2026, 10, 21, 12);

export const answering: ScriptedRead = async () => new Map([['a', 'value']]);

export function failing(kind: ExternalErrorKind, retryAfterSeconds?: number): ScriptedRead {
  return async () => {
    const detail = { provider: 'forge', operation: 'list runners', kind, message: `it said ${kind}` };
    throw new ExternalError(retryAfterSeconds === undefined ? detail : { ...detail, retryAfterSeconds });
  };
}

/** Never answers, and rejects when told to stop, as fetch does. */
export const hanging: ScriptedRead = (signal) =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

export type PollerRig = {
  clock: FakeClock;
  /** Starts a poller on the steps, of which the last goes on for ever. Fast is 2 s, slow 30 s, the limit 5 s. */
  start(steps: ScriptedRead[], overrides?: Partial<PollerOptions<string>>): Poller;
  /** When each read began, in ms since the start. */
  startedAt: number[];
  statuses: SourceStatus[];
  states: ReadonlyMap<string, string>[];
  inFlight(): number;
  mostInFlight(): number;
  stop(): Promise<void>;
};

/** A poller on a clock of its own, with everything it does written down. */
export function createPollerRig(): PollerRig {
  const clock = createFakeClock(RIG_START);
  const startedAt: number[] = [];
  const statuses: SourceStatus[] = [];
  const states: ReadonlyMap<string, string>[] = [];
  let script: ScriptedRead[] = [];
  let inFlight = 0;
  let mostInFlight = 0;
  let poller: Poller | undefined;

  const read: ScriptedRead = async (signal) => {
    startedAt.push(clock.now() - RIG_START);
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    try {
      const step = script.length > 1 ? script.shift() : script[0];
      return await (step ?? answering)(signal);
    } finally {
      inFlight -= 1;
    }
  };

  return {
    clock,
    startedAt,
    statuses,
    states,
    inFlight: () => inFlight,
    mostInFlight: () => mostInFlight,
    stop: async () => poller?.stop(),
    start(steps, overrides = {}) {
      script = [...steps];
      poller = createPoller({
        clock,
        read,
        sink: { replace: (values) => states.push(values), status: (status) => statuses.push(status) },
        source: { id: 'forge/runners', label: 'Runners' },
        fastMs: 2000,
        slowMs: 30_000,
        timeoutMs: 5000,
        random: () => 0.5,
        ...overrides,
      });
      return poller;
    },
  };
}
