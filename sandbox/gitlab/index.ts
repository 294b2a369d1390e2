import { createBackground } from '../background.ts';
import { openRepositories } from '../git/repositories.ts';
import { type Act, createAct } from './act.ts';
import { PRE_RECEIVE_HOOK } from './git-http/pre-receive-hook.ts';
import { createInspect, type Inspect } from './inspect.ts';
import type { Instance } from './instance.ts';
import { forgetRunningChecks } from './merge-requests/check.ts';
import { reconcileRequests } from './merge-requests/refresh.ts';
import { DEFAULT_DELAYS, type GitLabOptions, type WebhookTarget } from './options.ts';
import { resumePipelines } from './pipelines/run.ts';
import { resumePushes } from './repository/push.ts';
import { applyAddresses, applySeed, setProjectHooks } from './seed.ts';
import { serve } from './server.ts';
import { openStore } from './state/store.ts';

export type { Act } from './act.ts';
export type { Inspect, InspectedCommit, InspectedMergeRequest } from './inspect.ts';
export type {
  BranchRule,
  Delays,
  GitLabOptions,
  GitLabSeed,
  SeedApplication,
  SeedProject,
  SeedRunner,
  SeedUser,
  WebhookTarget,
} from './options.ts';

export type GitLab = {
  /** Without a trailing slash. */
  url: string;
  port: number;
  inspect: Inspect;
  act: Act;
  /** Replaces the webhooks of a project. */
  setWebhooks(project: string, hooks: readonly WebhookTarget[]): void;
  /** Resolves when no background work is left; throws what failed in it. */
  idle(): Promise<void>;
  /** Stops the server and its work and writes the state; throws what failed meanwhile. */
  close(): Promise<void>;
};

/**
 * Starts a GitLab CE that keeps everything below `stateDir` and goes on there after a restart. The seed fills it
 * where something of it is missing; applications and webhooks follow the options at every start.
 */
export async function startGitLab(options: GitLabOptions): Promise<GitLab> {
  const instance = await openInstance(options);
  await applySeed(instance, options.seed);
  applyAddresses(instance, options.seed);
  await instance.store.saved();
  const failures: unknown[] = [];
  const server = await serve(instance, {
    port: options.port,
    faults: options.faults,
    onError: (error) => failures.push(error),
  });
  instance.url = options.externalUrl ?? server.url;
  await resume(instance);
  const throwFailures = () => {
    if (failures.length > 0) {
      throw new AggregateError(failures.splice(0), 'requests to the sandbox GitLab failed inside it');
    }
  };
  return {
    url: instance.url,
    port: server.port,
    inspect: createInspect(instance),
    act: createAct(instance),
    setWebhooks: (project, hooks) => setProjectHooks(instance, project, hooks),
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

async function openInstance(options: GitLabOptions): Promise<Instance> {
  const store = await openStore(options.stateDir);
  const repositories = await openRepositories(options.stateDir, {
    isNew: store.isNew,
    preReceiveHook: PRE_RECEIVE_HOOK,
  });
  return {
    url: options.externalUrl ?? '',
    clock: options.clock,
    store,
    repositories,
    background: createBackground(options.clock),
    delays: { ...DEFAULT_DELAYS, ...options.delays },
    rateLimit: options.rateLimit ?? null,
    seed: options.seed,
    deliveries: [],
  };
}

/** Takes up the work that a stop, or a kill, left behind. */
async function resume(instance: Instance): Promise<void> {
  forgetRunningChecks(instance);
  resumePushes(instance);
  if (instance.store.state.pendingPushes.length === 0) {
    await reconcileRequests(instance);
  }
  resumePipelines(instance);
  await instance.store.saved();
}
