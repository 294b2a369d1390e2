import 'server-only';
import { randomUUID } from 'node:crypto';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunProblem } from '#lib/domain/gateway/run.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { saveRun } from '#lib/usecases/gateway/save-run.ts';
import { isWorthAnotherTry, type RunProgress, writeRun } from '#lib/usecases/gateway/write.ts';
import { nextRuns } from './next-runs.ts';

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

type AtWork = { run: GatewayRun; ending: AbortController; done: Promise<void> };

/**
 * Gives each server of language models as many requests as it can take, the others their place in line. Of several portals on
 * one database, one does this at a time; what a portal was at when it ended is begun anew.
 * @param progress where the words go as they are written
 */
export function startGatewayDriver(
  services: Services,
  gateway: Gateway,
  progress: { text(runId: string, piece: string): void; ended(runId: string): void },
): GatewayDriver {
  const { clock, store, log } = services;
  const stopping = new AbortController();
  const holder = randomUUID();
  const atWork = new Map<string, AtWork>();
  /** When a run whose server was busy is tried again, and how often it was. */
  const later = new Map<string, { at: number; failures: number }>();
  let wake: () => void = () => undefined;

  function nudge(): void {
    wake();
  }

  function cancel(runId: string): void {
    atWork.get(runId)?.ending.abort(new CancelledError());
  }

  async function tick(): Promise<void> {
    if (!(await store.leases.acquire(LEASE, holder, clock.now(), LEASE_MS))) {
      return;
    }
    const runs = await store.gatewayRuns.listByState(['queued', 'writing']);
    const wanted = new Set(runs.map(({ id }) => id));
    for (const [id] of atWork) {
      // Cancelled at another portal.
      if (!wanted.has(id)) {
        cancel(id);
      }
    }
    for (const id of later.keys()) {
      if (!wanted.has(id)) {
        later.delete(id);
      }
    }
    for (const writer of gateway.writers) {
      startAt(writer, runs);
    }
    await failWithoutServer(runs);
  }

  function startAt(writer: Writer, runs: readonly GatewayRun[]): void {
    const here = runs.filter((run) => run.writer.server === writer.server.id);
    const working = here.filter(({ id }) => atWork.has(id));
    const now = clock.now();
    const waiting = here.filter(({ id }) => !atWork.has(id) && isDue(later.get(id)?.at ?? 0, now));
    for (const run of nextRuns(waiting, working, writer.parallel - working.length)) {
      const ending = new AbortController();
      const done = work(run, writer, ending).finally(() => {
        atWork.delete(run.id);
        progress.ended(run.id);
        nudge();
      });
      atWork.set(run.id, { run, ending, done });
    }
  }

  /** A server that was taken out of the configuration will never have its turn. */
  async function failWithoutServer(runs: readonly GatewayRun[]): Promise<void> {
    const known = new Set(gateway.writers.map(({ server }) => server.id));
    for (const run of runs.filter(({ writer }) => !known.has(writer.server))) {
      const message = `The server "${run.writer.server}" is not configured any more.`;
      await fail(contextOf(services), run, { message, suggestion: 'Ask again, with another one.' });
    }
  }

  async function work(run: GatewayRun, writer: Writer, ending: AbortController): Promise<void> {
    const context = contextOf(services);
    const limit = AbortSignal.timeout(LONGEST_RUN_MS);
    const signal = AbortSignal.any([ending.signal, stopping.signal, limit]);
    const own: RunProgress = {
      signal,
      onText: (piece) => progress.text(run.id, piece),
      onStep: () => undefined,
    };
    let current = run;
    try {
      current = await saveRun(context, { ...run, state: 'writing', startedAt: run.startedAt ?? clock.now() });
      await writeRun(context, current, { gateway, writer, progress: own });
      later.delete(run.id);
    } catch (error) {
      if (ending.signal.aborted || stopping.signal.aborted || isConflict(error)) {
        // Somebody else has written down what became of it; or it is begun anew by the next portal.
        return;
      }
      await afterFailure(context, current, limit.aborted ? tooLong() : error);
    }
  }

  async function afterFailure(context: PortalContext, run: GatewayRun, error: unknown): Promise<void> {
    log.warn('a model did not write', { runId: run.id, error });
    try {
      if (isWorthAnotherTry(error)) {
        const failures = (later.get(run.id)?.failures ?? 0) + 1;
        const asked = error instanceof ExternalError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
        const pause = Math.max(asked, Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** failures) * (0.75 + Math.random() / 2));
        later.set(run.id, { at: clock.now() + pause, failures });
        const problem = problemOf(services, error, true);
        const since = run.problem?.message === problem.message ? run.problem.since : problem.since;
        await saveRun(context, { ...run, state: 'queued', problem: { ...problem, since } });
      } else {
        await fail(context, run, problemOf(services, error, false));
      }
    } catch (cause) {
      // It was cancelled meanwhile, or the database is away: the next look finds out.
      log.warn('what became of a request was not written down', { runId: run.id, error: cause });
    }
  }

  async function fail(
    context: PortalContext,
    run: GatewayRun,
    { message, suggestion }: Pick<RunProblem, 'message' | 'suggestion'>,
  ): Promise<void> {
    const now = clock.now();
    await saveRun(
      context,
      { ...run, state: 'failed', problem: { since: now, message, suggestion, retrying: false }, finishedAt: now },
      { action: 'gateway.written', outcome: 'failed', detail: { message } },
    );
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

function isConflict(error: unknown): boolean {
  return error instanceof PortalError && error.code === 'conflict';
}

function tooLong(): PortalError {
  const minutes = LONGEST_RUN_MS / 60_000;
  return new PortalError('refused', `The model was still not done after ${minutes} minutes.`, {
    suggestion: 'Ask for less at once, or choose a smaller model.',
  });
}

function problemOf({ clock }: Services, error: unknown, retrying: boolean): RunProblem {
  const since = clock.now();
  if (error instanceof PortalError) {
    return { since, message: error.message, suggestion: error.suggestion ?? '', retrying };
  }
  if (error instanceof ExternalError) {
    const suggestion = retrying
      ? 'The portal tries again by itself; the request keeps its place.'
      : error.kind === 'not-found'
        ? 'Choose a model that the server has.'
        : 'Ask again, or choose another model.';
    return { since, message: `${error.provider}: ${error.words}`, suggestion, retrying };
  }
  return {
    since,
    message: 'Something unexpected happened in the portal.',
    suggestion: 'Ask again. Its log has the details.',
    retrying,
  };
}

/** Nothing rests for longer than the longest pause: what seems to was put down before the clock was set back. */
function isDue(at: number, now: number): boolean {
  return at <= now || at - now > LONGEST_PAUSE_MS * 10;
}

function contextOf(services: Services): PortalContext {
  return { actor: { kind: 'system', name: LEASE }, requestId: `gateway-${randomUUID()}`, services };
}
