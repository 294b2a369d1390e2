import {
  blocked,
  CHECKING,
  type Judgement,
  MERGEABLE,
  ownState,
  RUNNING,
} from '#lib/adapters/forge/_shared/judgement.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { GitHubClient } from './client.ts';
import { requiredContexts } from './rules.ts';
import type { Pull } from './schema.ts';
import { latestCheckRuns, latestStatuses, stateOf, stateOfStatus } from './statuses.ts';

/** With these GitHub merges: `unstable` is a check that failed and that no rule asks for. */
const MERGED_SO = ['clean', 'unstable', 'has_hooks'];
const GOOD = ['success', 'skipped'];
const UNDER_WAY = ['pending', 'running'];

/** Whether a pull request can be merged, as GitHub says it; why it cannot is looked for, because GitHub only says `blocked`. */
export async function judge(client: GitHubClient, repository: string, pull: Pull): Promise<Judgement> {
  const said = judgeListed(pull);
  return said ?? (await judgeByRule(client, repository, pull));
}

/** The same from what the request says of itself; null where a rule of its target has a say. A list leaves most of it open. */
export function judgeListed(pull: Pull): Judgement | null {
  const own = ownState(pull);
  if (own !== null) {
    return own;
  }
  const { mergeable, mergeable_state: state } = pull;
  if (mergeable === false || state === 'dirty') {
    return blocked('conflict');
  }
  if (mergeable !== true || state === 'unknown') {
    return CHECKING;
  }
  if (state === 'behind') {
    return blocked('need_rebase');
  }
  return MERGED_SO.includes(state) ? MERGEABLE : null;
}

/** null where the token may not see it: fine-grained ones of people are not told what Apps check. */
async function orRefused<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ExternalError && (error.kind === 'forbidden' || error.kind === 'not-found')) {
      return null;
    }
    throw error;
  }
}

/** Checks are told by name; of anything else that a rule can ask for only that it is not met. */
async function judgeByRule(client: GitHubClient, repository: string, pull: Pull): Promise<Judgement> {
  const { head, base } = pull;
  const [wanted, statuses, checks] = await Promise.all([
    requiredContexts(client, repository, base.ref),
    latestStatuses(client, repository, head.sha),
    orRefused(() => latestCheckRuns(client, repository, head.sha)),
  ]);
  const told = new Map([
    ...statuses.map(({ context, state }) => [context, stateOfStatus(state)] as const),
    ...(checks ?? []).map((check) => [check.name, stateOf(check)] as const),
  ]);
  const states = (wanted.length === 0 ? [...told.keys()] : wanted).map((name) => told.get(name) ?? null);
  if (checks === null && states.includes(null)) {
    return blocked('a rule of its target branch is not met, and what Apps check is not told to this token');
  }
  if (!states.every((state) => state !== null && (GOOD.includes(state) || UNDER_WAY.includes(state)))) {
    return blocked('ci_must_pass');
  }
  return states.every((state) => state !== null && GOOD.includes(state))
    ? blocked('a rule of its target branch is not met: approvals, or what else is asked for there')
    : RUNNING;
}
