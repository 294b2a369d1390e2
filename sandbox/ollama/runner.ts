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
  const stay = createStay(clock, seed.keepAliveMs, () => void unload().then(isGone));
  return {
    model: seed.model,
    options: seed.options,
    placement: seed.placement,
    slots: createSlots(seed.parallel),
    lastPrompt: '',
    gone,
    get users() {
      return stay.users;
    },
    get keepAliveMs() {
      return stay.keepAliveMs;
    },
    // The scheduler sets it when the first request is over; until then the server reckons from now.
    expiresAt: () => stay.expiresAt ?? clock.now() + stay.keepAliveMs,
    use(requestedKeepAliveMs) {
      stay.begin(requestedKeepAliveMs);
      let isFree = false;
      return () => {
        if (!isFree) {
          isFree = true;
          stay.end();
        }
      };
    },
    expire: stay.expire,
  };
}

/** How long a model stays: while it is used, and then for its keep-alive. @param leave called once */
function createStay(clock: SandboxClock, initialKeepAliveMs: number, leave: () => void) {
  let cancelExpiry: Cancel = () => undefined;
  let isLeaving = false;
  const leaveOnce = () => {
    cancelExpiry();
    if (!isLeaving) {
      isLeaving = true;
      leave();
    }
  };
  const stay = {
    users: 0,
    keepAliveMs: initialKeepAliveMs,
    expiresAt: null as number | null,
    begin(requestedKeepAliveMs: number | undefined) {
      stay.users += 1;
      cancelExpiry();
      stay.keepAliveMs = requestedKeepAliveMs ?? stay.keepAliveMs;
    },
    end() {
      stay.users -= 1;
      if (stay.users > 0) {
        return;
      }
      if (stay.keepAliveMs <= 0) {
        leaveOnce();
        return;
      }
      stay.expiresAt = clock.now() + stay.keepAliveMs;
      cancelExpiry = stay.keepAliveMs >= NEVER_MS ? () => undefined : clock.after(stay.keepAliveMs, leaveOnce);
    },
    expire() {
      stay.keepAliveMs = 0;
      cancelExpiry();
      if (stay.users === 0) {
        leaveOnce();
      }
    },
  };
  return stay;
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
