import type { SandboxClock } from '../clock.ts';
import type { StoredModel } from './catalogue.ts';
import { footprintOf, loadMs, placeModel, totalBytes, usableVram } from './memory.ts';
import { canServe, createRunner, type LoadOptions, type Runner } from './runner.ts';
import { sandboxSleep } from './sandbox-sleep.ts';
import type { OllamaSettings } from './settings.ts';

export type ScheduleRequest = {
  model: StoredModel;
  options: LoadOptions;
  keepAliveMs: number | undefined;
  signal: AbortSignal;
};

/** A runner in use; `release` must be called once the request is over. */
export type Lease = { runner: Runner; release: () => void };

/** Too many requests wait already. The two spaces are the server's (server/sched.go, ErrMaxQueue). */
export class QueueFullError extends Error {
  constructor() {
    super('server busy, please try again.  maximum pending requests exceeded');
    this.name = 'QueueFullError';
  }
}

export type Scheduler = {
  /** Gives the model loaded as asked, after the unloading and loading that takes. Throws QueueFullError. */
  acquire(request: ScheduleRequest): Promise<Lease>;
  /** Unloads a model when nobody uses it any more; does nothing when it is not loaded. */
  expire(model: StoredModel): void;
  loaded(): readonly Runner[];
  /** Unloads everything. */
  close(): void;
  /** Requests that wait for a model to be loaded or unloaded. */
  readonly waiting: number;
};

export type SchedulerOptions = {
  clock: SandboxClock;
  settings: OllamaSettings;
  vramBytes: number;
  ramBytes: number;
};

type Pending = ScheduleRequest & { resolve: (lease: Lease) => void; reject: (reason: unknown) => void };

/** How long a card takes to give freed memory back ("typical convergence is 0.5-1.5s"). */
const RECOVERY_MS = 600;

type Loaded = Map<string, Runner>;

/**
 * Who gets memory, one load at a time, in the order of asking. A request for a model that is loaded and fits goes past
 * the queue, as in Ollama.
 */
export function createScheduler(options: SchedulerOptions): Scheduler {
  const loaded: Loaded = new Map();
  const queue: Pending[] = [];
  let isWorking = false;

  async function work(): Promise<void> {
    isWorking = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await schedule(next, loaded, options).then(next.resolve, next.reject);
    }
    isWorking = false;
  }

  return {
    acquire(request) {
      const ready = usable(loaded, request);
      if (ready !== undefined && !request.signal.aborted) {
        return Promise.resolve(lend(ready, request));
      }
      if (isWorking && queue.length >= options.settings.maxQueue) {
        return Promise.reject(new QueueFullError());
      }
      return new Promise((resolve, reject) => {
        queue.push({ ...request, resolve, reject });
        if (!isWorking) {
          void work();
        }
      });
    },
    expire: (model) => loaded.get(model.key)?.expire(),
    loaded: () => [...loaded.values()],
    close() {
      for (const runner of loaded.values()) {
        runner.expire();
      }
    },
    get waiting() {
      return queue.length;
    },
  };
}

function usable(loaded: Loaded, { model, options }: ScheduleRequest): Runner | undefined {
  const runner = loaded.get(model.key);
  return runner !== undefined && canServe(runner, options) ? runner : undefined;
}

function lend(runner: Runner, { keepAliveMs }: ScheduleRequest): Lease {
  return { runner, release: runner.use(keepAliveMs) };
}

/** Makes room by unloading one model after the other, waiting for those in use, and loads. */
async function schedule(request: ScheduleRequest, loaded: Loaded, options: SchedulerOptions): Promise<Lease> {
  for (;;) {
    request.signal.throwIfAborted();
    const ready = usable(loaded, request);
    if (ready !== undefined) {
      return lend(ready, request);
    }
    const victim = loaded.get(request.model.key) ?? findVictim(request, [...loaded.values()], options);
    if (victim === undefined) {
      return lend(await loadModel(request, loaded, options), request);
    }
    victim.expire();
    await victim.gone;
  }
}

/** The runner that must go first, or undefined when there is room. The only model may also spill into RAM. */
function findVictim(request: ScheduleRequest, runners: Runner[], options: SchedulerOptions): Runner | undefined {
  if (runners.length === 0) {
    return undefined;
  }
  if (runners.length < options.settings.maxLoadedModels) {
    const { footprint, placement } = plan(request, runners, options);
    const isOnCpu = options.vramBytes === 0 || request.options.gpuLayers === 0;
    const hasRoom = isOnCpu
      ? totalBytes(footprint) <= freeRam(runners, options)
      : placement.vramBytes === placement.sizeBytes;
    if (hasRoom) {
      return undefined;
    }
  }
  // Idle ones first, then the one that would be unloaded soonest anyway.
  const byKeepAlive = runners.toSorted((a, b) => a.keepAliveMs - b.keepAliveMs);
  return byKeepAlive.find((runner) => runner.users === 0) ?? byKeepAlive[0];
}

function plan(request: ScheduleRequest, runners: readonly Runner[], options: SchedulerOptions) {
  const { model } = request;
  const contextLength = Math.min(request.options.contextLength, model.architecture.contextLength);
  // Embedding models take one sequence at a time (server/sched.go, load).
  const parallel = model.capabilities.includes('completion') ? options.settings.numParallel : 1;
  const footprint = footprintOf(model, { contextLength, parallel });
  const taken = runners.reduce((sum, runner) => sum + runner.placement.vramBytes, 0);
  const placement = placeModel(footprint, usableVram(options.vramBytes) - taken, request.options.gpuLayers);
  return { contextLength, parallel, footprint, placement };
}

function freeRam(runners: readonly Runner[], options: SchedulerOptions): number {
  const taken = runners.reduce((sum, { placement }) => sum + placement.sizeBytes - placement.vramBytes, 0);
  return options.ramBytes - taken;
}

async function loadModel(request: ScheduleRequest, loaded: Loaded, options: SchedulerOptions): Promise<Runner> {
  const { clock, settings } = options;
  const { contextLength, parallel, footprint, placement } = plan(request, [...loaded.values()], options);
  const inRam = placement.sizeBytes - placement.vramBytes;
  const free = freeRam([...loaded.values()], options);
  if (inRam > free) {
    throw new Error(`model requires more system memory (${gib(inRam)} GiB) than is available (${gib(free)} GiB)`);
  }
  await sandboxSleep(clock, loadMs(footprint), request.signal);
  const runner = createRunner(
    clock,
    {
      model: request.model,
      options: { ...request.options, contextLength },
      placement,
      parallel,
      keepAliveMs: request.keepAliveMs ?? settings.keepAliveMs,
    },
    async () => {
      loaded.delete(request.model.key);
      await sandboxSleep(clock, RECOVERY_MS);
    },
  );
  loaded.set(request.model.key, runner);
  return runner;
}

function gib(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}
