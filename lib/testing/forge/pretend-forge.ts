import type { Forge, ForgeHost, ForgeUser, LinePlace, MergeRequest } from '#lib/ports/forge.ts';
import { createPretendRepository, fail, type PretendRepository, toForgeCommit } from './pretend-repository.ts';

type StoredRequest = Pick<
  MergeRequest,
  'iid' | 'state' | 'title' | 'description' | 'sourceBranch' | 'targetBranch' | 'mergeSha'
> & {
  author: string;
  isFork?: boolean;
  mergedBy: string | null;
  approvals: Set<string>;
  notes: { author: string; body: string; place?: LinePlace }[];
};

/** Called before and after the effect of every call; throws to stand for a cut connection or a killed process. */
export type Interference = (call: { method: string; moment: 'before' | 'after' }) => void;

export type PretendForge = ForgeHost & {
  repository: PretendRepository;
  requests: StoredRequest[];
  statuses: { sha: string; name: string; status: string; targetUrl?: string }[];
  /** Usernames whose tokens (`token-<username>`) are accepted. */
  users: Set<string>;
  /** While it runs nothing can be merged. */
  pipeline: { isRunning: boolean };
  interfere(interference: Interference): void;
  /** Gives a person another username; their token and what they did stay theirs. */
  rename(from: string, to: string): void;
};

export const PRETEND_PATH = 'platform/gitops-platform';

/**
 * A forge in memory with one repository, for tests that need thousands of runs or a cut at every call. It passes the same conformance
 * suite as the real adapters, so it cannot be kinder than they are.
 */
export function createPretendForge(files: Readonly<Record<string, string>>, own = PRETEND_PATH): PretendForge {
  const repository = createPretendRepository(files);
  const requests: StoredRequest[] = [];
  const statuses: PretendForge['statuses'] = [];
  const pipeline = { isRunning: false };
  const users = new Set(['dana', 'rui', 'portal']);
  let interfere: Interference = () => undefined;

  const aliases = new Map<string, string>();
  /** Of those who have another name now than they had at first. */
  const ids = new Map<string, string>();
  const toUser = (username: string): ForgeUser => ({
    id: ids.get(username) ?? username,
    username,
    name: username,
    avatarUrl: null,
  });
  const headOf = (request: StoredRequest) => repository.branches.get(request.sourceBranch) ?? '';
  const show = (request: StoredRequest): MergeRequest => {
    const head = headOf(request);
    const blocked = request.state !== 'opened' || repository.conflicts(request.targetBranch, head);
    return {
      ...request,
      webUrl: `http://pretend/${own}/-/merge_requests/${request.iid}`,
      headSha: head,
      author: toUser(request.author),
      isFork: request.isFork ?? false,
      isDraft: /^Draft: /.test(request.title),
      mergeability: blocked ? 'blocked' : pipeline.isRunning ? 'running' : 'mergeable',
      mergeStatus: blocked ? 'conflict' : pipeline.isRunning ? 'ci_still_running' : 'mergeable',
      mergedBy: request.mergedBy === null ? null : toUser(request.mergedBy),
      mergedAt: request.mergedBy === null ? null : 0,
      createdAt: 0,
      updatedAt: 0,
    };
  };
  const byIid = (path: string, iid: number) =>
    path === own ? requests.find((request) => request.iid === iid) : undefined;
  const needRequest = (path: string, iid: number, operation: string) => {
    const request = byIid(path, iid);
    if (request === undefined) {
      throw fail('not-found', operation, '404');
    }
    return request;
  };
  const openFor = (source: string, target: string) =>
    requests.find(
      ({ state, sourceBranch, targetBranch }) =>
        state === 'opened' && sourceBranch === source && targetBranch === target,
    );

  function forgeOf(username: string): Forge {
    return {
      whoAmI: async () => toUser(username),
      repository: async (path) =>
        path === own ? { path, defaultBranch: 'main', webUrl: 'http://pretend', canPush: true, canMerge: true } : null,
      branch: async (_, name) => {
        const sha = repository.branches.get(name);
        return sha === undefined ? null : { name, sha, message: repository.need(sha, 'branch').message };
      },
      listFiles: async (_, ref, under) =>
        [...repository.need(ref, 'list files').files.keys()].filter(
          (path) => under === undefined || path.startsWith(`${under}/`),
        ),
      readFile: async (_, ref, path) => {
        const content = repository.find(ref)?.files.get(path);
        return content === undefined ? null : { path, content };
      },
      commit: async (_, request) => toForgeCommit(repository.commit(request, username)),
      readCommit: async (_, sha) => {
        const commit = repository.find(sha);
        return commit === undefined ? null : toForgeCommit(commit);
      },
      contains: async (_, ancestor, descendant) => repository.isAncestor(ancestor, descendant),
      compare: async (_, from, headSha) => repository.compare(from, headSha),
      pushers: async (_, branch, headSha) => {
        const known = repository.branches.get(branch) === headSha;
        const names = repository.pushes.filter((push) => push.branch === branch).map((push) => push.username);
        return known ? [...new Set(names)].map((name) => ({ id: ids.get(name) ?? name, username: name })) : null;
      },
      findMergeRequest: async (_, source, target) => {
        const ended = requests.findLast((each) => each.sourceBranch === source && each.targetBranch === target);
        const found = openFor(source, target) ?? ended;
        return found === undefined ? null : show(found);
      },
      mergeRequest: async (path, iid) => {
        const found = byIid(path, iid);
        return found === undefined ? null : show(found);
      },
      openMergeRequests: async (_, targetBranch) => {
        const open = requests.filter((each) => each.state === 'opened' && each.targetBranch === targetBranch);
        return { requests: open.toReversed().map(show), isComplete: true };
      },
      notes: async (path, iid) =>
        needRequest(path, iid, 'notes').notes.map(({ author, body, place }, index) => ({
          id: String(index),
          author: toUser(author),
          body,
          createdAt: 0,
          place:
            place === undefined
              ? null
              : { path: place.path, line: place.after ?? place.before ?? 1, isOld: place.after === null },
        })),
      addNote: async (path, iid, body) => {
        needRequest(path, iid, 'note').notes.push({ author: username, body });
      },
      addLineNote: async (path, iid, { body, sha, place }) => {
        const request = needRequest(path, iid, 'line note');
        if (headOf(request) !== sha) {
          throw fail('conflict', 'line note', '409');
        }
        request.notes.push({ author: username, body, place });
      },
      rebase: async (path, iid) => {
        const request = needRequest(path, iid, 'rebase');
        repository.rebase(request.sourceBranch, request.targetBranch, username);
      },
      openMergeRequest: async (_, { sourceBranch, targetBranch, title, description }) => {
        const found = openFor(sourceBranch, targetBranch);
        if (found !== undefined) {
          return show(found);
        }
        const made: StoredRequest = {
          iid: requests.length + 1,
          state: 'opened',
          title,
          description,
          sourceBranch,
          targetBranch,
          author: username,
          mergeSha: null,
          mergedBy: null,
          approvals: new Set(),
          notes: [],
        };
        requests.push(made);
        return show(made);
      },
      updateMergeRequest: async (path, iid, { title, description, state }) => {
        const request = needRequest(path, iid, 'update');
        request.title = title ?? request.title;
        request.description = description ?? request.description;
        request.state = state === 'close' && request.state === 'opened' ? 'closed' : request.state;
        return show(request);
      },
      approve: async (path, iid, sha) => {
        const request = needRequest(path, iid, 'approve');
        if (headOf(request) !== sha) {
          throw fail('conflict', 'approve', 'SHA does not match HEAD of source branch');
        }
        request.approvals.add(username);
      },
      merge: async (path, iid, { sha, message }) => {
        const request = needRequest(path, iid, 'merge');
        if (request.state !== 'opened' || headOf(request) !== sha || repository.conflicts(request.targetBranch, sha)) {
          throw fail('conflict', 'merge', 'SHA does not match HEAD, or it cannot be merged');
        }
        request.mergeSha = repository.merge(request.targetBranch, sha, message, username);
        request.state = 'merged';
        request.mergedBy = username;
        return show(request);
      },
      setStatus: async (_, sha, { context, state, targetUrl }) => {
        statuses.push({ sha, name: context, status: state, ...(targetUrl === undefined ? {} : { targetUrl }) });
      },
      statuses: async (_, sha) => {
        const told = statuses.filter((each) => each.sha === sha);
        return told.map(({ name, targetUrl }) => ({ context: name, targetUrl: targetUrl ?? null }));
      },
      pipelines: async () => [],
    };
  }

  const guarded = (username: string): Forge => {
    const forge = forgeOf(username);
    return Object.fromEntries(
      Object.entries(forge).map(([method, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
        method,
        async (...args: unknown[]) => {
          if (!users.has(username)) {
            throw fail('auth', method, '401 Unauthorized');
          }
          interfere({ method, moment: 'before' });
          const result = await call(...args);
          interfere({ method, moment: 'after' });
          return result;
        },
      ]),
    ) as unknown as Forge;
  };

  return {
    id: 'gitlab',
    name: 'GitLab',
    webUrl: 'http://pretend',
    as: ({ accessToken }) => {
      const username = accessToken.replace(/^token-/, '');
      return guarded(aliases.get(username) ?? username);
    },
    fileUrl: (path, ref, file) => `http://pretend/${path}/-/blob/${ref}/${file}`,
    commitUrl: (path, sha) => `http://pretend/${path}/-/commit/${sha}`,
    repository,
    requests,
    statuses,
    pipeline,
    users,
    interfere(next) {
      interfere = next;
    },
    rename(from, to) {
      ids.set(to, ids.get(from) ?? from);
      users.add(to);
      aliases.set(from, to);
      for (const push of repository.pushes.filter(({ username }) => username === from)) {
        push.username = to;
      }
    },
  };
}
