import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { createActionsService } from '../actions/service.ts';
import type { PeopleSeed } from '../oauth/people.ts';
import { EVERY_RIGHT, type TokenRights } from '../rest/tokens.ts';
import { GITHUB_SEED, type GitHubSeed } from '../seed.ts';
import { type RunningGitHub, startGitHub } from '../server.ts';

const NONE: TokenRights = { organizationRunners: false, repositoryRunners: false, actions: false };
const TOKENS = [
  { token: 'ghp_all', login: 'ada', rights: EVERY_RIGHT },
  { token: 'github_pat_docs', login: 'dana', rights: { ...NONE, repositoryRunners: true, actions: true } },
  { token: 'github_pat_none', login: 'stranger', rights: NONE },
];

const person = (login: string, name: string | null) => ({ login, name, password: `password of ${login}` });

export const APPLICATION = {
  name: 'Portal',
  clientId: 'Ov23liExamplePortal',
  clientSecret: 'example-secret-of-an-oauth-app',
  callbackUrl: 'http://localhost:3000/api/session/callback',
  kind: 'oauth-app',
} as const;

/** The portal as a GitHub App, whose tokens end. */
export const APP = {
  ...APPLICATION,
  clientId: 'Iv23liExamplePortal',
  clientSecret: 'example-secret-of-an-app',
  kind: 'github-app',
} as const;

export const PEOPLE: PeopleSeed = {
  people: [
    person('ada', 'Ada Archer'),
    person('grace', 'Grace Gomez'),
    person('rae', 'Rae Reed'),
    person('stranger', null),
  ],
  organizations: [
    {
      login: 'Homelab-Platform',
      teams: [
        { slug: 'developers', members: ['ada', 'grace'] },
        { slug: 'readers', members: ['rae'] },
      ],
    },
    { login: 'others', teams: [{ slug: 'everyone', members: ['grace'] }] },
  ],
  applications: [APPLICATION, APP],
};

export type ExampleGitHub = {
  github: RunningGitHub;
  clock: SandboxClock;
  faults: FaultSwitches;
  close(): Promise<void>;
};

/** A GitHub for one test file, without jobs, with a token for everything, one for repositories and one for nothing. */
export async function startExampleGitHub(
  change: Partial<GitHubSeed> = {},
  requestsPerHour?: number,
  people?: PeopleSeed,
): Promise<ExampleGitHub> {
  const clock = createSandboxClock();
  const faults = createFaultSwitches();
  const service = createActionsService(clock, { ...GITHUB_SEED, jobs: [], ...change });
  const tokens = TOKENS.map((token) => ({ ...token, ...(requestsPerHour === undefined ? {} : { requestsPerHour }) }));
  const github = await startGitHub({
    port: 0,
    clock,
    faults,
    service,
    tokens,
    ...(people === undefined ? {} : { people }),
  });
  return {
    github,
    clock,
    faults,
    async close() {
      await github.close();
      clock.stop();
    },
  };
}
