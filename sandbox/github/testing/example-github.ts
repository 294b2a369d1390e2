import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { createActionsService } from '../actions/service.ts';
import { EVERY_RIGHT, type TokenRights } from '../rest/tokens.ts';
import { GITHUB_SEED, type GitHubSeed } from '../seed.ts';
import { type RunningGitHub, startGitHub } from '../server.ts';

const NONE: TokenRights = { organizationRunners: false, repositoryRunners: false, actions: false };
const TOKENS = [
  { token: 'ghp_all', login: 'ada', rights: EVERY_RIGHT },
  { token: 'github_pat_docs', login: 'dana', rights: { ...NONE, repositoryRunners: true, actions: true } },
  { token: 'github_pat_none', login: 'stranger', rights: NONE },
];

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
): Promise<ExampleGitHub> {
  const clock = createSandboxClock();
  const faults = createFaultSwitches();
  const service = createActionsService(clock, { ...GITHUB_SEED, jobs: [], ...change });
  const tokens = TOKENS.map((token) => ({ ...token, ...(requestsPerHour === undefined ? {} : { requestsPerHour }) }));
  const github = await startGitHub({ port: 0, clock, faults, service, tokens });
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
