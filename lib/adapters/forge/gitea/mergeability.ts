import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { inRepository, ofPull } from '#lib/adapters/forge/_shared/addresses.ts';
import {
  blocked,
  CHECKING,
  type Judgement,
  MERGEABLE,
  ownState,
  RUNNING,
} from '#lib/adapters/forge/_shared/judgement.ts';
import { changedEntries } from './changed-entries.ts';
import type { GiteaClient } from './client.ts';
import { mergeBase } from './history.ts';
import { listOf } from './pages.ts';
import { Branch, type Pull, Review } from './schema.ts';
import { latestStatuses } from './statuses.ts';

const MOST_REVIEW_PAGES = 20;

/**
 * Whether a pull request can be merged. Gitea says `mergeable: false` of one with conflicts and of one that it is still
 * testing alike, and `mergeable: true` without a look at what the rule of the branch asks for.
 */
export async function judge(client: GiteaClient, repository: string, pull: Pull): Promise<Judgement> {
  const own = ownState(pull);
  if (own !== null) {
    return own;
  }
  if (pull.mergeable !== true) {
    return (await mayConflict(client, repository, pull)) ? blocked('conflict') : CHECKING;
  }
  return await judgeByRule(client, repository, pull, await readTarget(client, repository, pull.base.ref));
}

/** The same from a list, without asking for more: where a rule has a say it is left open. */
export function judgeListed(pull: Pull, target: Branch): Judgement {
  return ownState(pull) ?? (pull.mergeable === true && !hasGates(target) ? MERGEABLE : CHECKING);
}

export async function readTarget(client: GiteaClient, repository: string, branch: string): Promise<Branch> {
  return Branch.parse(await client.get(inRepository(repository, `branches/${encodePath(branch)}`)));
}

function hasGates({ protected: isProtected, enable_status_check, required_approvals }: Branch): boolean {
  return isProtected && (enable_status_check || required_approvals > 0);
}

/** Two sides conflict only where both have changed the same file since they parted, or one's file is the other's folder. */
async function mayConflict(client: GiteaClient, repository: string, { head, base }: Pull): Promise<boolean> {
  const parted = await mergeBase(client, repository, base.sha, head.sha);
  if (parted === null) {
    return true;
  }
  const [theirs, ours] = await Promise.all(
    [base.sha, head.sha].map(async (sha) => {
      const { entries } = await changedEntries(client, repository, parted, sha);
      return entries.map(({ path }) => path);
    }),
  );
  const overlaps = (one: string, other: string) =>
    one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
  return (theirs ?? []).some((path) => (ours ?? []).some((own) => overlaps(path, own)));
}

async function judgeByRule(client: GiteaClient, repository: string, pull: Pull, target: Branch): Promise<Judgement> {
  if (!hasGates(target)) {
    return MERGEABLE;
  }
  if (target.enable_status_check) {
    const missing = await judgeStatuses(client, repository, pull.head.sha, target.status_check_contexts ?? []);
    if (missing !== null) {
      return missing;
    }
  }
  if (target.required_approvals > 0) {
    const address = ofPull(repository, pull.number, 'reviews');
    const { items } = await listOf(client, address, Review, { mostPages: MOST_REVIEW_PAGES });
    const given = items.filter(({ state, official, dismissed }) => state === 'APPROVED' && official && !dismissed);
    if (given.length < target.required_approvals) {
      return blocked('not_approved');
    }
  }
  return MERGEABLE;
}

/** Which contexts are asked for may be written with stars; without any name all that were told must be good. */
async function judgeStatuses(
  client: GiteaClient,
  repository: string,
  sha: string,
  wanted: readonly string[],
): Promise<Judgement | null> {
  const told = await latestStatuses(client, repository, sha);
  const groups =
    wanted.length === 0
      ? told.map((status) => [status])
      : wanted.map((pattern) => told.filter(({ context }) => fits(pattern, context)));
  const states = groups.flat().map(({ status }) => status);
  if (groups.some((group) => group.length === 0) || states.some((state) => ['error', 'failure'].includes(state))) {
    return blocked('ci_must_pass');
  }
  return states.includes('pending') ? RUNNING : null;
}

/** The stars and question marks of a pattern; what else globs can do is nobody's name of a status. */
function fits(pattern: string, context: string): boolean {
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(context);
}
