import {
  type ExampleGitLab,
  PROJECT,
  SEED,
  startExample,
  stopExample,
  TOKENS,
} from '#sandbox/gitlab/testing/example-gitlab.ts';
import type { ForgeRig } from './forge-rig.ts';
import { GITLAB_CALLS, GITLAB_LIES } from './gitlab-wire.ts';

const PORTAL_TOKEN = 'glpat-example-portal';
const NAMES = { requester: 'ada', reviewer: 'grace' } as const;
const LEVELS = { requester: 30, reviewer: 40 } as const;
const level = (isAllowed: boolean) => (isAllowed ? LEVELS.reviewer : 0);
const API = `/projects/${encodeURIComponent(PROJECT)}`;

/** The portal's own account is a developer, as the README tells people to make it. */
const PORTAL = {
  username: 'portolan',
  name: 'Portolan',
  email: 'portolan@example.test',
  password: 'password of portolan',
  groups: [{ path: 'platform', accessLevel: 30 }],
};

/** The sandbox's GitLab: Ada asks and develops, Grace reviews and maintains. */
export async function startGitLabRig(): Promise<ForgeRig> {
  const gitlab = await startExample({
    seed: {
      ...SEED,
      users: [...SEED.users, PORTAL],
      tokens: [...SEED.tokens, { username: PORTAL.username, name: 'portal', token: PORTAL_TOKEN, scopes: ['api'] }],
    },
  });
  return {
    kind: 'gitlab',
    url: gitlab.url,
    repository: PROJECT,
    tokens: { portal: PORTAL_TOKEN, requester: TOKENS.ada, reviewer: TOKENS.grace },
    names: NAMES,
    inspect: inspectOf(gitlab),
    isCall: GITLAB_CALLS,
    lies: GITLAB_LIES,
    act: actOf(gitlab),
    close: () => stopExample(gitlab),
  };
}

function inspectOf({ inspect }: ExampleGitLab): ForgeRig['inspect'] {
  return {
    branches: async () => (await inspect.branches(PROJECT)).map(({ name }) => name),
    mergeRequests: async () =>
      inspect.mergeRequests(PROJECT).map(({ iid, state, sourceBranch }) => {
        const approvers = inspect.approvals(PROJECT, iid).map(({ username }) => username);
        return { iid, state, sourceBranch, approvers };
      }),
    file: (ref, path) => inspect.file(PROJECT, ref, path),
    messages: async (ref) => (await inspect.commits(PROJECT, ref, 10_000)).map(({ message }) => message),
  };
}

function actOf(gitlab: ExampleGitLab): ForgeRig['act'] {
  const { act } = gitlab;
  /** It has to work; Grace may do everything. */
  const ask = async (method: string, path: string, body?: unknown, by: 'ada' | 'grace' = 'grace') => {
    const answer = await gitlab.api(by, method, API + path, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    await gitlab.idle();
    return answer.body as Record<string, unknown>;
  };
  const request = (iid: number, body: unknown) => ask('PUT', `/merge_requests/${iid}`, body);
  return {
    async push(branch, path, content) {
      await act.push(PROJECT, branch, { [path]: content }, NAMES.requester);
      await gitlab.idle();
    },
    async forcePush(branch, path, content) {
      const actions = [{ action: 'create', file_path: path, content }];
      const body = { branch, start_branch: 'main', force: true, commit_message: 'Begin anew', actions };
      await ask('POST', '/repository/commits', body, NAMES.requester);
    },
    async deleteBranch(branch) {
      await ask('DELETE', `/repository/branches/${encodeURIComponent(branch)}`);
    },
    async close(iid) {
      await request(iid, { state_event: 'close' });
    },
    async merge(iid) {
      await act.merge(PROJECT, iid, NAMES.reviewer);
      await gitlab.idle();
    },
    async retarget(iid, branch) {
      if (branch !== 'main') {
        await ask('POST', '/repository/branches', { branch, ref: 'main' });
      }
      await request(iid, { target_branch: branch });
    },
    async setDraft(iid, isDraft) {
      const { title } = await ask('GET', `/merge_requests/${iid}`);
      const bare = String(title).replace(/^Draft: /, '');
      await request(iid, { title: isDraft ? `Draft: ${bare}` : bare });
    },
    async unapprove(iid) {
      await ask('POST', `/merge_requests/${iid}/unapprove`);
    },
    async failStatus(sha) {
      await ask('POST', `/statuses/${sha}`, { state: 'failed', name: 'build' });
    },
    setArchived: (isArchived) => act.updateProject(PROJECT, { isArchived }),
    setPipelinesRequired: (isRequired) => act.updateProject(PROJECT, { onlyAllowMergeIfPipelineSucceeds: isRequired }),
    setReviewerMayMerge: (mayMerge) =>
      act.protectBranch(PROJECT, { name: 'main', pushAccessLevel: level(mayMerge), mergeAccessLevel: level(mayMerge) }),
    setBlocked: (who, isBlocked) => act.setBlocked(NAMES[who], isBlocked),
    setMember: (who, isMember) => act.setGroupAccess('platform', NAMES[who], isMember ? LEVELS[who] : 0),
  };
}
