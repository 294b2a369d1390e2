import 'server-only';
import { randomUUID } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { nextRuns } from '#lib/domain/gateway/next-runs.ts';
import { type GatewayRun, UNDER_WAY } from '#lib/domain/gateway/run.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { isWorthAnotherTry } from '#lib/usecases/gateway/write.ts';
import { ended } from '#lib/usecases/review/write.ts';
import type { RunTexts } from './run-texts.ts';
import { failRun, openingTask, problemOf, reviewingTask, type Task, writingTask } from './tasks.ts';

const TICK_MS = 1_000;
const LEASE = 'gateway-driver';
const LEASE_MS = 15_000;
/** A model that goes on for longer than this is of no use to anybody who waits. */
const LONGEST_RUN_MS = 20 * 60_000;
const LONGEST_PAUSE_MS = 60_000;

export type GatewayDriver = {
  /** There is something to do. */
  nudge(): void;
  /** Ends what is at work for a run; that nobody wants it any more stands in the database already. */
  cancel(runId: string): void;
  stop(): Promise<void>;
};

type AtWork = { ending: AbortController; done: Promise<void> };

/** What waits for a model: a request in words, or a change that it is to look at. */
type Waiting = { kind: 'run'; run: GatewayRun } | { kind: 'review'; review: Review };
type Turn = Pick<GatewayRun, 'id' | 'requester' | 'createdAt'> & { server: string; what: Waiting };

/**
 * Gives each server of language models as many requests as it can take, the others their place in line. Of several portals on
 * one database, one does this at a time; what a portal was at when it ended is begun anew.
 * @param texts where the words go as they are written
 */
export function startGatewayDriver(
  services: Services,
  gateway: Gateway,
  texts: Pick<RunTexts, 'text' | 'step' | 'ended'>,
): GatewayDriver {
  const { clock, store, log } = services;
  const stopping = new AbortController();
  const holder = randomUUID();
  const atWork = new Map<string, AtWork>();
  /** When something whose server was busy is tried again, and how often it was. */
  const later = new Map<string, { at: number; failures: number }>();
  let wake: () => void = () => undefined;

  function nudge(): void {
    wake();
  }

  function cancel(id: string): void {
    atWork.get(id)?.ending.abort(new CancelledError());
  }

  async function tick(): Promise<void> {
    if (!(await store.leases.acquire(LEASE, holder, clock.now(), LEASE_MS))) {
      return;
    }
    const runs = await store.gatewayRuns.listByState(UNDER_WAY);
    const reviews = await store.reviews.listByState(['queued', 'writing']);
    forgetOthers(new Set([...runs, ...reviews].map(({ id }) => id)));
    const turns = [
      ...runs.filter(({ state }) => state !== 'opening').map((run) => turnOf(run, { kind: 'run', run })),
      ...reviews.map((review) => turnOf(review, { kind: 'review', review })),
    ].toSorted((a, b) => a.createdAt - b.createdAt);
    for (const writer of gateway.writers) {
      startAt(writer, turns);
    }
    for (const run of runs.filter((each) => each.state === 'opening' && mayBegin(each))) {
      begin(run.id, openingTask(run));
    }
    await failWithoutServer(turns);
  }

  /** What nobody wants any more: cancelled here or at another portal. */
  function forgetOthers(wanted: ReadonlySet<string>): void {
    for (const id of [...atWork.keys()].filter((each) => !wanted.has(each))) {
      cancel(id);
    }
    for (const id of [...later.keys()].filter((each) => !wanted.has(each))) {
      later.delete(id);
    }
  }

  function mayBegin({ id }: { id: string }): boolean {
    return !atWork.has(id) && isDue(later.get(id)?.at ?? 0, clock.now());
  }

  function startAt(writer: Writer, turns: readonly Turn[]): void {
    const here = turns.filter(({ server }) => server === writer.server.id);
    const working = here.filter(({ id }) => atWork.has(id));
    for (const { id, what } of nextRuns(here.filter(mayBegin), working, writer.parallel - working.length)) {
      begin(
        id,
        what.kind === 'run'
          ? writingTask(what.run, { gateway, writer, texts })
          : reviewingTask(what.review, { gateway, writer }),
      );
    }
  }

  function begin(id: string, task: Task): void {
    const ending = new AbortController();
    const done = work(id, ending, task).finally(() => {
      atWork.delete(id);
      texts.ended(id);
      nudge();
    });
    atWork.set(id, { ending, done });
  }

  /** A server that was taken out of the configuration will never have its turn. */
  async function failWithoutServer(turns: readonly Turn[]): Promise<void> {
    const known = new Set(gateway.writers.map(({ server }) => server.id));
    for (const { server, what } of turns.filter((turn) => !known.has(turn.server))) {
      const message = `The server "${server}" is not configured any more.`;
      const suggestion = 'Ask again, with another one.';
      const context = contextOf(services);
      await (what.kind === 'run'
        ? failRun(context, what.run, { message, suggestion })
        : ended(context, what.review, { state: 'failed', problem: message, suggestion }));
    }
  }

  async function work(id: string, ending: AbortController, task: Task): Promise<void> {
    const context = contextOf(services);
    const limit = AbortSignal.timeout(LONGEST_RUN_MS);
    try {
      await task.work(context, AbortSignal.any([ending.signal, stopping.signal, limit]));
      later.delete(id);
    } catch (error) {
      try {
        // Somebody else has written down what became of it; or it is begun anew by the next portal.
        const isOver = ending.signal.aborted || stopping.signal.aborted;
        if (!isOver && !(isConflict(error) && (await task.isOvertaken(context)))) {
          await afterFailure(context, id, task, limit.aborted ? tooLong() : error);
        }
      } catch (cause) {
        // It was cancelled meanwhile, or the database is away: the next look finds out.
        log.warn('what became of a request was not written down', { id, error: cause });
      }
    }
  }

  async function afterFailure(context: PortalContext, id: string, task: Task, error: unknown): Promise<void> {
    log.warn('a request to the gateway did not come further', { id, error });
    const retrying = isWorthAnotherTry(error);
    if (retrying) {
      const failures = (later.get(id)?.failures ?? 0) + 1;
      const asked = error instanceof ExternalError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      const pause = Math.max(asked, Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** failures) * (0.75 + Math.random() / 2));
      later.set(id, { at: clock.now() + pause, failures });
    }
    await task.writeDown(context, problemOf(error, clock.now(), retrying));
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        await tick();
      } catch (error) {
        log.warn('requests to the gateway could not be looked through', { error });
      }
      // What ends at once and wakes this again must not keep everything else from its turn.
      await letOthersRun();
      await Promise.race([woken, clock.sleep(TICK_MS, stopping.signal).catch(() => undefined)]);
    }
    await Promise.allSettled([...atWork.values()].map(({ done }) => done));
    await store.leases
      .release(LEASE, holder)
      .catch((error: unknown) => log.warn('lease was not given back', { error }));
  }

  const running = run();
  return {
    nudge,
    cancel,
    async stop() {
      stopping.abort(new Error('the portal ends'));
      await running;
    },
  };
}

class CancelledError extends Error {
  override name = 'CancelledError';
}

function turnOf({ id, requester, createdAt, writer }: GatewayRun | Review, what: Waiting): Turn {
  return { id, requester, createdAt, server: writer.server, what };
}

function isConflict(error: unknown): boolean {
  return error instanceof PortalError && error.code === 'conflict';
}

function tooLong(): PortalError {
  const minutes = LONGEST_RUN_MS / 60_000;
  return new PortalError('refused', `The model was still not done after ${minutes} minutes.`, {
    suggestion: 'Ask for less at once, or choose a smaller model.',
  });
}

/** Nothing rests for longer than the longest pause: what seems to was put down before the clock was set back. */
function isDue(at: number, now: number): boolean {
  return at <= now || at - now > LONGEST_PAUSE_MS * 10;
}

function contextOf(services: Services): PortalContext {
  return { actor: { kind: 'system', name: LEASE }, requestId: `gateway-${randomUUID()}`, services };
}
