import { describe } from 'vitest';
import { type ForgeFixture, forgeConformance } from '#lib/ports/forge.conformance.ts';
import { createGitLab } from './host.ts';

const { PORTOLAN_TEST_GITLAB_URL: url, PORTOLAN_TEST_GITLAB_REPOSITORY: repository } = process.env;
const { PORTOLAN_TEST_GITLAB_AUTHOR: author, PORTOLAN_TEST_GITLAB_REVIEWER: reviewer } = process.env;

/**
 * The same suite against a real GitLab: an address, a repository made for it, and `username:token` of two people who
 * may push to and merge into `main`. Its far side is read over plain REST, past the adapter.
 */
function openReal(base: string, path: string, people: [string, string]): ForgeFixture {
  const [first, second] = people.map((pair) => {
    const [username = '', accessToken = ''] = pair.split(':', 2);
    return { username, accessToken };
  });
  if (first === undefined || second === undefined) {
    throw new Error('two people are needed');
  }
  const project = `${base.replace(/\/$/, '')}/api/v4/projects/${encodeURIComponent(path)}`;
  const call = async (token: string, method: string, route: string, body?: unknown) => {
    const response = await fetch(`${project}${route}`, {
      method,
      headers: { 'private-token': token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.ok ? await response.text() : null;
  };
  const read = async <Shape>(route: string): Promise<Shape | null> => {
    const text = await call(first.accessToken, 'GET', route);
    return text === null ? null : (JSON.parse(text) as Shape);
  };
  const encoded = encodeURIComponent;
  return {
    host: createGitLab({ id: 'gitlab', url: base }),
    repository: path,
    author: first,
    reviewer: second,
    inspect: {
      branchSha: async (branch) =>
        (await read<{ commit: { id: string } }>(`/repository/branches/${encoded(branch)}`))?.commit.id ?? null,
      fileAt: (ref, file) =>
        call(first.accessToken, 'GET', `/repository/files/${encoded(file)}/raw?ref=${encoded(ref)}`),
      openMergeRequests: async (branch) =>
        ((await read<{ iid: number }[]>(`/merge_requests?state=opened&source_branch=${encoded(branch)}`)) ?? []).map(
          ({ iid }) => iid,
        ),
      approvers: async (iid) =>
        (
          (await read<{ approved_by: { user: { username: string } }[] }>(`/merge_requests/${iid}/approvals`))
            ?.approved_by ?? []
        ).map(({ user }) => user.username),
      notes: async (iid) =>
        (
          (await read<{ author: { username: string }; body: string; system: boolean }[]>(
            `/merge_requests/${iid}/notes?sort=asc`,
          )) ?? []
        ).flatMap(({ author: { username }, body, system }) => (system ? [] : [{ author: username, body }])),
      statuses: async (sha) =>
        ((await read<{ name: string; status: string }[]>(`/repository/commits/${sha}/statuses`)) ?? []).toReversed(),
    },
    push: async (branch, files, username) => {
      const token = username === second.username ? second.accessToken : first.accessToken;
      const actions = await Promise.all(
        Object.entries(files).map(async ([file_path, content]) => {
          const there = await call(token, 'GET', `/repository/files/${encoded(file_path)}/raw?ref=${encoded(branch)}`);
          return { action: there === null ? 'create' : 'update', file_path, content };
        }),
      );
      const commit = await call(token, 'POST', '/repository/commits', {
        branch,
        commit_message: 'test: push',
        actions,
      });
      return (JSON.parse(commit ?? '{}') as { id: string }).id;
    },
    close: async () => undefined,
  };
}

const people: [string, string] | null = author === undefined || reviewer === undefined ? null : [author, reviewer];
const isNamed = url !== undefined && repository !== undefined && people !== null;

describe.skipIf(!isNamed)(
  'a real GitLab (named by PORTOLAN_TEST_GITLAB_URL, _REPOSITORY, _AUTHOR and _REVIEWER)',
  () => {
    forgeConformance(`GitLab at ${url}`, async () => openReal(url ?? '', repository ?? '', people ?? ['', '']));
  },
);
