import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { type ApiAnswer, callApi } from '../../testing/call-api.ts';
import { type GitLab, type GitLabOptions, type GitLabSeed, startGitLab } from '../index.ts';

export const PROJECT = 'platform/gitops';

/** Everybody's tokens by username, all with the scope `api`; `reader` may only read. */
export const TOKENS = {
  ada: 'glpat-example-ada',
  grace: 'glpat-example-grace',
  root: 'glpat-example-root',
  rae: 'glpat-example-rae',
  stranger: 'glpat-example-stranger',
  reader: 'glpat-example-reader',
} as const;

export const APPLICATION = {
  name: 'Portal',
  clientId: 'portal-client',
  clientSecret: 'gloas-example-secret',
  redirectUris: ['http://localhost:3000/api/auth/callback'],
  scopes: ['openid', 'profile', 'email', 'api'],
  trusted: true,
};

export const FILES = {
  'README.md': '# GitOps\n',
  'apps/web/values.yaml': 'replicas: 1\n',
  'apps/web/with space & é.yaml': 'name: é\n',
};

const person = (username: string, name: string, accessLevel: number, admin = false) => ({
  username,
  name,
  email: `${username}@example.test`,
  password: `password of ${username}`,
  admin,
  groups: accessLevel === 0 ? [] : [{ path: 'platform', accessLevel }],
});

/** Ada develops, Grace maintains, Rae only reads, root administers, and there is a stranger without a role. */
export const SEED: GitLabSeed = {
  users: [
    person('root', 'Rita Root', 50, true),
    person('ada', 'Ada Archer', 30),
    person('grace', 'Grace Gomez', 40),
    person('rae', 'Rae Reed', 20),
    person('stranger', 'Stan Stranger', 0),
  ],
  groups: [
    { path: 'platform', name: 'Platform' },
    { path: 'platform/apps', name: 'Apps' },
  ],
  projects: [
    { path: PROJECT, name: 'GitOps', defaultBranch: 'main', files: new Map(Object.entries(FILES)) },
    { path: 'platform/apps/shop', defaultBranch: 'main', files: new Map([['README.md', '# Shop\n']]) },
  ],
  applications: [APPLICATION],
  tokens: [
    ...(['ada', 'grace', 'root', 'rae', 'stranger'] as const).map((username) => ({
      username,
      name: 'tests',
      token: TOKENS[username],
      scopes: username === 'root' ? ['api', 'sudo'] : ['api'],
    })),
    { username: 'ada', name: 'reading', token: TOKENS.reader, scopes: ['read_api', 'read_repository'] },
  ],
  runners: [
    {
      description: 'docker runner',
      runnerType: 'instance_type',
      tagList: ['docker'],
      runUntagged: true,
      contact: 'online',
    },
    { description: 'gpu runner', runnerType: 'group_type', owner: 'platform', tagList: ['gpu'], contact: 300 },
  ],
  webhooks: [],
};

export type ExampleGitLab = GitLab & {
  clock: SandboxClock;
  faults: FaultSwitches;
  stateDir: string;
  /** Stops it and starts it again on the same state. */
  restart(change?: Partial<GitLabOptions>): Promise<ExampleGitLab>;
  /** An API call with a person's token. */
  api(token: keyof typeof TOKENS | null, method: string, path: string, body?: unknown): Promise<ApiAnswer>;
};

/** A GitLab for one test file: free port, temporary folder, a minute in a second. Stop it with `stopExample`. */
export async function startExample(change: Partial<GitLabOptions> = {}): Promise<ExampleGitLab> {
  const stateDir = await mkdtemp(join(tmpdir(), 'sandbox-gitlab-'));
  return startOn(stateDir, change);
}

async function startOn(stateDir: string, change: Partial<GitLabOptions>): Promise<ExampleGitLab> {
  const clock = createSandboxClock({ rate: 60 });
  const faults = createFaultSwitches();
  const gitlab = await startGitLab({ stateDir, port: 0, clock, faults, seed: SEED, ...change });
  return {
    ...gitlab,
    clock,
    faults,
    stateDir,
    async restart(next = {}) {
      await gitlab.close();
      clock.stop();
      return startOn(stateDir, { ...change, ...next });
    },
    api: (token, method, path, body) =>
      callApi(`${gitlab.url}/api/v4${path}`, method, token === null ? {} : { 'private-token': TOKENS[token] }, body),
  };
}

export async function stopExample(gitlab: ExampleGitLab): Promise<void> {
  await gitlab.close();
  gitlab.clock.stop();
  await rm(gitlab.stateDir, { recursive: true, force: true });
}

/** Asks until the answer will do, for at most a minute, however busy the machine is; gives the last answer. */
export async function until<T>(ask: () => Promise<T> | T, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + 60_000;
  let answer = await ask();
  while (!isGood(answer)) {
    if (performance.now() > deadline) {
      throw new Error(`waited too long; the last answer was ${JSON.stringify(answer)}`);
    }
    await sleep(5);
    answer = await ask();
  }
  return answer;
}
