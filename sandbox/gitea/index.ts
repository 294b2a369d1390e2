import { createBackground } from '../background.ts';
import { openRepositories } from '../git/repositories.ts';
import { openStateFile } from '../state-file.ts';
import { type Act, createAct } from './act.ts';
import { createInspect, type Inspect } from './inspect.ts';
import { GITEA_VERSION, type Instance } from './instance.ts';
import { DEFAULT_DELAYS, type GiteaOptions } from './options.ts';
import { resumeChecks } from './pulls/check.ts';
import { resumePushes } from './repository/push.ts';
import { applySeed } from './seed.ts';
import { serve } from './server.ts';
import { emptyState } from './state/model.ts';

export type { Act } from './act.ts';
export type { Inspect, InspectedCommit, InspectedReview } from './inspect.ts';
export type { BranchRule, Delays, GiteaOptions, GiteaSeed, SeedRepository, SeedUser } from './options.ts';

export type Gitea = {
  /** Without a trailing slash. */
  url: string;
  port: number;
  inspect: Inspect;
  act: Act;
  /** Resolves when no background work is left; throws what failed in it. */
  idle(): Promise<void>;
  /** Stops the server and its work and writes the state; throws what failed meanwhile. */
  close(): Promise<void>;
};

/** Starts a Gitea that keeps everything below `stateDir` and goes on there after a restart. The seed fills a new one. */
export async function startGitea(options: GiteaOptions): Promise<Gitea> {
  const instance = await openInstance(options);
  if (instance.store.isNew) {
    await applySeed(instance, options.seed);
  }
  await instance.store.saved();
  const failures: unknown[] = [];
  const server = await serve(instance, {
    port: options.port,
    faults: options.faults,
    onError: (error) => failures.push(error),
  });
  instance.url = options.externalUrl ?? server.url;
  resumePushes(instance);
  resumeChecks(instance);
  const throwFailures = () => {
    if (failures.length > 0) {
      throw new AggregateError(failures.splice(0), 'requests to the sandbox Gitea failed inside it');
    }
  };
  return {
    url: instance.url,
    port: server.port,
    inspect: createInspect(instance),
    act: createAct(instance),
    async idle() {
      await instance.background.idle();
      throwFailures();
    },
    async close() {
      await server.close();
      await instance.background.close();
      await instance.store.saved();
      throwFailures();
    },
  };
}

async function openInstance(options: GiteaOptions): Promise<Instance> {
  const store = await openStateFile(options.stateDir, emptyState);
  return {
    url: options.externalUrl ?? '',
    version: options.version ?? GITEA_VERSION,
    clock: options.clock,
    store,
    repositories: await openRepositories(options.stateDir, { isNew: store.isNew }),
    background: createBackground(options.clock),
    delays: { ...DEFAULT_DELAYS, ...options.delays },
    invalidatesRefreshTokens: options.invalidateRefreshTokens ?? false,
    people: options.seed.users.filter(({ password }) => password !== undefined),
  };
}
