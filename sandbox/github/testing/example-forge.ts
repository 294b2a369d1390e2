import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { type ApiAnswer, callApi } from '../../testing/call-api.ts';
import { type ActionsService, createActionsService } from '../actions/service.ts';
import { type ForgeOptions, openForge, type SandboxForge } from '../forge/index.ts';
import type { ForgeSeed } from '../forge/seed.ts';
import { EVERY_RIGHT } from '../rest/tokens.ts';
import { GITHUB_SEED } from '../seed.ts';
import { type RunningGitHub, startGitHub } from '../server.ts';

export const REPOSITORY = 'platform/gitops';

/** Everybody's tokens by login, all that may do what a portal does. */
export const TOKENS = {
  ada: 'ghp_exampleTokenOfAda',
  grace: 'ghp_exampleTokenOfGrace',
  root: 'ghp_exampleTokenOfRoot',
  rae: 'ghp_exampleTokenOfRae',
  stranger: 'ghp_exampleTokenOfStranger',
  /** Of Ada's as well: one without the scope for private repositories, and one that says no scopes. */
  small: 'gho_exampleTokenWithoutRepo',
  fine: 'github_pat_exampleToken',
} as const;

export const FILES = {
  'README.md': '# GitOps\n',
  'apps/web/values.yaml': 'replicas: 1\n',
  'apps/web/with space & é.yaml': 'name: é\n',
};

const person = (login: string, name: string) => ({ login, name, email: `${login}@example.test` });

/** Ada and Grace write, Rae only reads, root administers, and there is a stranger without a right. */
export const SEED: ForgeSeed = {
  users: [
    person('root', 'Rita Root'),
    person('ada', 'Ada Archer'),
    person('grace', 'Grace Gomez'),
    person('rae', 'Rae Reed'),
    person('stranger', ''),
  ],
  organizations: ['platform'],
  repositories: [
    {
      path: REPOSITORY,
      defaultBranch: 'main',
      files: new Map(Object.entries(FILES)),
      formerPaths: ['platform/old-gitops'],
      collaborators: [
        { login: 'root', permission: 'admin' },
        { login: 'ada', permission: 'push' },
        { login: 'grace', permission: 'push' },
        { login: 'rae', permission: 'pull' },
      ],
    },
    {
      path: 'platform/guarded',
      defaultBranch: 'main',
      files: new Map([['README.md', '# Guarded\n']]),
      needsSso: true,
      collaborators: [{ login: 'ada', permission: 'push' }],
    },
  ],
};

const SCOPES = ['repo', 'read:org'];

export type ExampleForge = Pick<SandboxForge, 'act' | 'inspect' | 'idle'> & {
  url: string;
  clock: SandboxClock;
  faults: FaultSwitches;
  actions: ActionsService;
  github: RunningGitHub;
  /** Stops it and starts it again on the same state. */
  restart(change?: Partial<ForgeOptions>): Promise<ExampleForge>;
  /** An API call with a person's token. */
  api(token: keyof typeof TOKENS | null, method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  stop(): Promise<void>;
};

/** A GitHub with code for one test file: free port, temporary folder, a minute in a second. Stop it when it is done with. */
export async function startExampleForge(change: Partial<ForgeOptions> = {}): Promise<ExampleForge> {
  return startOn(await mkdtemp(join(tmpdir(), 'sandbox-github-')), change);
}

async function startOn(stateDir: string, change: Partial<ForgeOptions>): Promise<ExampleForge> {
  const clock = createSandboxClock({ rate: 60 });
  const faults = createFaultSwitches();
  const forge = await openForge({ stateDir, clock, seed: SEED, ...change });
  const actions = createActionsService(clock, {
    ...GITHUB_SEED,
    organization: 'platform',
    repositories: ['gitops'],
    groups: GITHUB_SEED.groups.map((group) => ({ ...group, repositories: null })),
    runners: [],
    jobs: [],
  });
  const { small, fine, ...classic } = TOKENS;
  const tokens = [
    ...Object.entries(classic).map(([login, token]) => ({ token, login, rights: EVERY_RIGHT, scopes: SCOPES })),
    { token: small, login: 'ada', rights: EVERY_RIGHT, scopes: ['read:org'], lacksSso: true },
    { token: fine, login: 'ada', rights: EVERY_RIGHT, lacksSso: true },
  ];
  const github = await startGitHub({ port: 0, clock, faults, service: actions, forge: forge.instance, tokens });
  const close = async () => {
    await github.close();
    await forge.close();
    clock.stop();
  };
  return {
    act: forge.act,
    inspect: forge.inspect,
    idle: () => forge.idle(),
    url: github.url,
    clock,
    faults,
    actions,
    github,
    async restart(other = change) {
      await close();
      return startOn(stateDir, other);
    },
    api: (token, method, path, body) =>
      callApi(
        `${github.url}/api/v3${path}`,
        method,
        token === null ? {} : { authorization: `Bearer ${TOKENS[token]}` },
        body,
      ),
    async stop() {
      await close();
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}
