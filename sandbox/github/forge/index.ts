import { createBackground } from '../../background.ts';
import type { SandboxClock } from '../../clock.ts';
import { openRepositories } from '../../git/repositories.ts';
import { openStateFile } from '../../state-file.ts';
import { type Act, createAct } from './act.ts';
import { createInspect, type Inspect } from './inspect.ts';
import type { Delays, ForgeInstance, Limits } from './instance.ts';
import { resumeChecks } from './pulls/check.ts';
import { resumePushes } from './repository/push.ts';
import { applySeed, type ForgeSeed } from './seed.ts';
import { emptyState } from './state/model.ts';

export type ForgeOptions = {
  stateDir: string;
  clock: SandboxClock;
  seed: ForgeSeed;
  delays?: Partial<Delays>;
  limits?: Partial<Limits>;
};

export type SandboxForge = {
  /** What the routes of the server work on. */
  instance: ForgeInstance;
  act: Act;
  inspect: Inspect;
  /** Resolves when no background work is left; throws what failed in it. */
  idle(): Promise<void>;
  close(): Promise<void>;
};

const DEFAULT_DELAYS: Delays = { afterPushMs: 100, mergeCheckMs: 400 };
const DEFAULT_LIMITS: Limits = { treeEntries: 100_000 };

/** Opens what is kept below `stateDir` and goes on there after a restart. The seed fills a new one. */
export async function openForge({ stateDir, clock, seed, delays, limits }: ForgeOptions): Promise<SandboxForge> {
  const store = await openStateFile(stateDir, emptyState);
  const instance: ForgeInstance = {
    clock,
    store,
    repositories: await openRepositories(stateDir, { isNew: store.isNew }),
    background: createBackground(clock),
    delays: { ...DEFAULT_DELAYS, ...delays },
    limits: { ...DEFAULT_LIMITS, ...limits },
  };
  if (store.isNew) {
    await applySeed(instance, seed);
  }
  await store.saved();
  resumePushes(instance);
  resumeChecks(instance);
  return {
    instance,
    act: createAct(instance),
    inspect: createInspect(instance),
    idle: () => instance.background.idle(),
    async close() {
      await instance.background.close();
      await store.saved();
    },
  };
}
