import type { Cancel, SandboxClock } from '../clock.ts';
import type { StoredModel } from './catalogue.ts';
import { NEVER_MS } from './go-duration.ts';
import type { Placement } from './memory.ts';
import { createSlots, type Slots } from './slots.ts';

/** How a model is to be loaded; a request with other values needs another load. */
export type LoadOptions = {
  contextLength: number;
  /** Nobody asked for this context length, so whatever is loaded will do. */
  isContextAutomatic: boolean;
  /** num_gpu: layers in VRAM; negative leaves it to the server. */
  gpuLayers: number;
};

/** A model in memory. */
export type Runner = {
  readonly model: StoredModel;
  readonly options: LoadOptions;
  readonly placement: Placement;
  readonly slots: Slots;
  /** What it read last, which it need not read again where the next prompt begins the same. */
  lastPrompt: string;
  /** Requests that use it. */
  readonly users: number;
  /** How long it stays when idle; 0 unloads it then. */
  readonly keepAliveMs: number;
  /** When it is unloaded, as `/api/ps` tells. */
  expiresAt(): number;
  /** Takes it for a request, which frees it by the function given back. */
  use(keepAliveMs: number | undefined): () => void;
  /** Unloads it as soon as nobody uses it. */
  expire(): void;
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
};

export type RunnerSeed = Pick<Runner, 'model' | 'options' | 'placement' | 'keepAliveMs'> & { parallel: number };

/** @param unload called once, when the time has come */
export function createRunner(clock: SandboxClock, seed: RunnerSeed, unload: () => Promise<void>): Runner {
  const { promise: gone, resolve: isGone } = Promise.withResolvers<void>();
  let users = 0;
  let keepAliveMs = seed.keepAliveMs;
  let expiresAt: number | null = null;
  let cancelExpiry: Cancel = () => undefined;
  let isLeaving = false;

  const leave = () => {
    cancelExpiry();
    if (!isLeaving) {
      isLeaving = true;
      void unload().then(isGone);
    }
  };
  const goIdle = () => {
    if (keepAliveMs <= 0) {
      leave();
      return;
    }
    expiresAt = clock.now() + keepAliveMs;
    cancelExpiry = keepAliveMs >= NEVER_MS ? () => undefined : clock.after(keepAliveMs, leave);
  };

  return {
    model: seed.model,
    options: seed.options,
    placement: seed.placement,
    slots: createSlots(seed.parallel),
    lastPrompt: '',
    gone,
    get users() {
      return users;
    },
    get keepAliveMs() {
      return keepAliveMs;
    },
    // The scheduler sets it when the first request is over; until then the server reckons from now.
    expiresAt: () => expiresAt ?? clock.now() + keepAliveMs,
    use(requestedKeepAliveMs) {
      users += 1;
      cancelExpiry();
      keepAliveMs = requestedKeepAliveMs ?? keepAliveMs;
      let isFree = false;
      return () => {
        if (!isFree) {
          isFree = true;
          users -= 1;
          if (users === 0) {
            goIdle();
          }
        }
      };
    },
    expire() {
      keepAliveMs = 0;
      cancelExpiry();
      if (users === 0) {
        leave();
      }
    },
  };
}

/** Whether a loaded runner can serve a request as it is (server/sched.go, needsReload). */
export function canServe(runner: Runner, wanted: LoadOptions): boolean {
  const trained = runner.model.architecture.contextLength;
  const isContextFine =
    (runner.options.isContextAutomatic && wanted.isContextAutomatic) ||
    runner.options.contextLength === Math.min(wanted.contextLength, trained);
  const isPlacementFine = wanted.gpuLayers < 0 || runner.options.gpuLayers === wanted.gpuLayers;
  return isContextFine && isPlacementFine;
}
