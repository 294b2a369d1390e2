import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { type ApiAnswer, callApi } from '../../testing/call-api.ts';
import { type Gitea, type GiteaOptions, type GiteaSeed, startGitea } from '../index.ts';

export const REPOSITORY = 'platform/gitops';

/** Everybody's tokens by login, all that may do what a portal does; `reader` may only read. */
export const TOKENS = {
  ada: 'gitea-example-token-of-ada',
  grace: 'gitea-example-token-of-grace',
  root: 'gitea-example-token-of-root',
  rae: 'gitea-example-token-of-rae',
  stranger: 'gitea-example-token-of-stranger',
  reader: 'gitea-example-token-for-reading',
} as const;

export const SCOPES = ['write:repository', 'write:issue', 'read:user'];

export const FILES = {
  'README.md': '# GitOps\n',
  'apps/web/values.yaml': 'replicas: 1\n',
  'apps/web/with space & é.yaml': 'name: é\n',
};

const person = (login: string, fullName: string, admin = false) => ({
  login,
  fullName,
  email: `${login}@example.test`,
  admin,
  password: `password of ${login}`,
});

export const APPLICATION = {
  name: 'Portal',
  clientId: '6b5c1ad2-portal',
  clientSecret: 'gto_example-secret',
  redirectUris: ['http://localhost:3000/api/session/callback'],
};

/** Ada and Grace write, Rae only reads, root administers, and there is a stranger without a right. */
export const SEED: GiteaSeed = {
  users: [
    person('root', 'Rita Root', true),
    person('ada', 'Ada Archer'),
    person('grace', 'Grace Gomez'),
    person('rae', 'Rae Reed'),
    person('stranger', ''),
  ],
  organizations: [
    {
      login: 'platform',
      fullName: 'Platform',
      teams: [
        { name: 'Owners', members: ['root'] },
        { name: 'Developers', members: ['ada', 'grace'] },
        { name: 'Readers', members: ['rae'] },
      ],
    },
    { login: 'empty', fullName: 'Empty' },
  ],
  applications: [APPLICATION],
  repositories: [
    {
      path: REPOSITORY,
      defaultBranch: 'main',
      files: new Map(Object.entries(FILES)),
      collaborators: [
        { login: 'ada', permission: 'write' },
        { login: 'grace', permission: 'write' },
        { login: 'rae', permission: 'read' },
      ],
    },
  ],
  tokens: [
    ...(['ada', 'grace', 'root', 'rae', 'stranger'] as const).map((login) => ({
      login,
      name: 'tests',
      token: TOKENS[login],
      scopes: SCOPES,
    })),
    { login: 'ada', name: 'reading', token: TOKENS.reader, scopes: ['read:repository', 'read:user'] },
  ],
};

export type ExampleGitea = Gitea & {
  clock: SandboxClock;
  faults: FaultSwitches;
  stateDir: string;
  /** Stops it and starts it again on the same state. */
  restart(): Promise<ExampleGitea>;
  /** An API call with a person's token. */
  api(token: keyof typeof TOKENS | null, method: string, path: string, body?: unknown): Promise<ApiAnswer>;
};

/** A Gitea for one test file: free port, temporary folder, a minute in a second. Stop it with `stopExample`. */
export async function startExample(change: Partial<GiteaOptions> = {}): Promise<ExampleGitea> {
  return startOn(await mkdtemp(join(tmpdir(), 'sandbox-gitea-')), change);
}

async function startOn(stateDir: string, change: Partial<GiteaOptions>): Promise<ExampleGitea> {
  const clock = createSandboxClock({ rate: 60 });
  const faults = createFaultSwitches();
  const gitea = await startGitea({ stateDir, port: 0, clock, faults, seed: SEED, ...change });
  return {
    ...gitea,
    clock,
    faults,
    stateDir,
    async restart() {
      await gitea.close();
      clock.stop();
      return startOn(stateDir, change);
    },
    api: (token, method, path, body) =>
      callApi(
        `${gitea.url}/api/v1${path}`,
        method,
        token === null ? {} : { authorization: `token ${TOKENS[token]}` },
        body,
      ),
  };
}

export async function stopExample(gitea: ExampleGitea): Promise<void> {
  await gitea.close();
  gitea.clock.stop();
  await rm(gitea.stateDir, { recursive: true, force: true });
}
