import 'server-only';
import { randomUUID } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { nextRuns } from '#lib/domain/gateway/next-runs.ts';
import { type GatewayRun, type RunProblem, type RunStep, UNDER_WAY } from '#lib/domain/gateway/run.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import type { Gateway, Writer } from '#lib/portal/gateway.ts';
import { openByItself } from '#lib/usecases/gateway/open.ts';
import { saveRun } from '#lib/usecases/gateway/save-run.ts';
import { isWorthAnotherTry, writeRun } from '#lib/usecases/gateway/write.ts';
import type { RunTexts } from './run-texts.ts';

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

/** @param current the run as it was written down last, also for what is done where it fails */
type Task = (context: PortalContext, current: { run: GatewayRun }, signal: AbortSignal) => Promise<void>;

type AtWork = { ending: AbortController; done: Promise<void> };

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
    const runs = await store.gatewayRuns.listByState(UNDER_WAY);
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
    for (const run of runs.filter((each) => each.state === 'opening' && mayBegin(each))) {
      begin(run, async (context) => await openByItself(context, run.id));
    }
    await failWithoutServer(runs);
  }

  function mayBegin({ id }: GatewayRun): boolean {
    return !atWork.has(id) && isDue(later.get(id)?.at ?? 0, clock.now());
  }

  function startAt(writer: Writer, runs: readonly GatewayRun[]): void {
    const here = runs.filter((run) => run.writer.server === writer.server.id && run.state !== 'opening');
    const working = here.filter(({ id }) => atWork.has(id));
    for (const run of nextRuns(here.filter(mayBegin), working, writer.parallel - working.length)) {
      begin(run, async (context, current, signal) => {
        const startedAt = run.startedAt ?? clock.now();
        current.run = await saveRun(context, { ...run, state: 'writing', startedAt });
        const progress = {
          signal,
          onText: (piece: string) => texts.text(run.id, piece),
          onStep: (step: RunStep) => texts.step(run.id, step),
        };
        await writeRun(context, current.run, { gateway, writer, progress });
      });
    }
  }

  function begin(run: GatewayRun, task: Task): void {
    const ending = new AbortController();
    const done = work(run, ending, task).finally(() => {
      atWork.delete(run.id);
      texts.ended(run.id);
      nudge();
    });
    atWork.set(run.id, { ending, done });
  }

  /** A server that was taken out of the configuration will never have its turn. */
  async function failWithoutServer(runs: readonly GatewayRun[]): Promise<void> {
    const known = new Set(gateway.writers.map(({ server }) => server.id));
    for (const run of runs.filter(({ writer, state }) => state !== 'opening' && !known.has(writer.server))) {
      const message = `The server "${run.writer.server}" is not configured any more.`;
      await fail(contextOf(services), run, { message, suggestion: 'Ask again, with another one.' });
    }
  }

  async function work(run: GatewayRun, ending: AbortController, task: Task): Promise<void> {
    const context = contextOf(services);
    const limit = AbortSignal.timeout(LONGEST_RUN_MS);
    const signal = AbortSignal.any([ending.signal, stopping.signal, limit]);
    const current = { run };
    try {
      await task(context, current, signal);
      later.delete(run.id);
    } catch (error) {
      if (ending.signal.aborted || stopping.signal.aborted || (await isOvertaken(current.run, error))) {
        // Somebody else has written down what became of it; or it is begun anew by the next portal.
        return;
      }
      await afterFailure(context, current.run, limit.aborted ? tooLong() : error);
    }
  }

  /** Whether what failed is only that somebody else was faster. */
  async function isOvertaken({ id, revision }: GatewayRun, error: unknown): Promise<boolean> {
    if (!(error instanceof PortalError) || error.code !== 'conflict') {
      return false;
    }
    const now = await store.gatewayRuns.findById(id).catch(() => null);
    return now !== null && now.revision !== revision;
  }

  async function afterFailure(context: PortalContext, run: GatewayRun, error: unknown): Promise<void> {
    log.warn('a request to the gateway did not come further', { runId: run.id, state: run.state, error });
    try {
      if (isWorthAnotherTry(error)) {
        const failures = (later.get(run.id)?.failures ?? 0) + 1;
        const asked = error instanceof ExternalError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
        const pause = Math.max(asked, Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** failures) * (0.75 + Math.random() / 2));
        later.set(run.id, { at: clock.now() + pause, failures });
        const problem = problemOf(services, error, true);
        const since = run.problem?.message === problem.message ? run.problem.since : problem.since;
        const state = run.state === 'opening' ? run.state : 'queued';
        await saveRun(context, { ...run, state, problem: { ...problem, since } });
      } else if (run.state === 'opening') {
        // What was written is not lost by that: a person looks at it and goes on.
        await saveRun(context, { ...run, state: 'draft', problem: problemOf(services, error, false) });
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
