import { describe } from 'vitest';
import { type ForgeFixture, forgeConformance } from '#lib/ports/forge.conformance.ts';
import { createGitea } from './host.ts';

const { PORTOLAN_TEST_GITEA_URL: url, PORTOLAN_TEST_GITEA_REPOSITORY: repository } = process.env;
const { PORTOLAN_TEST_GITEA_AUTHOR: author, PORTOLAN_TEST_GITEA_REVIEWER: reviewer } = process.env;

type Named = { user: { login: string } };

/**
 * The same suite against a real Gitea or Forgejo: an address, a repository made for it, and `username:token` of two people
 * who may push to and merge into `main`. Its far side is read over plain REST, past the adapter.
 */
function openReal(base: string, path: string, people: [string, string]): ForgeFixture {
  const [first, second] = people.map((pair) => {
    const [username = '', accessToken = ''] = pair.split(':', 2);
    return { username, accessToken };
  });
  if (first === undefined || second === undefined) {
    throw new Error('two people are needed');
  }
  const call = async (token: string, method: string, route: string, body?: unknown) => {
    const response = await fetch(`${base.replace(/\/$/, '')}/api/v1/repos/${path}${route}`, {
      method,
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.ok ? await response.text() : null;
  };
  const read = async <Shape>(route: string): Promise<Shape | null> => {
    const text = await call(first.accessToken, 'GET', route);
    return text === null ? null : (JSON.parse(text) as Shape);
  };
  const encoded = encodeURIComponent;
  const contents = async (ref: string, file: string) =>
    await read<{ content: string; sha: string }>(
      `/contents/${file.split('/').map(encoded).join('/')}?ref=${encoded(ref)}`,
    );
  const written = ({ user: { login }, body }: Named & { body: string }) => ({ author: login, body });
  return {
    host: createGitea({ id: 'gitea', url: base }),
    repository: path,
    author: first,
    reviewer: second,
    inspect: {
      branchSha: async (branch) => (await read<{ commit: { id: string } }>(`/branches/${branch}`))?.commit.id ?? null,
      fileAt: async (ref, file) => {
        const found = await contents(ref, file);
        return found === null ? null : Buffer.from(found.content, 'base64').toString('utf8');
      },
      openMergeRequests: async (branch) =>
        ((await read<{ number: number; head: { ref: string } }[]>('/pulls?state=open&limit=50')) ?? []).flatMap(
          ({ number, head }) => (head.ref === branch ? [number] : []),
        ),
      approvers: async (iid) => {
        const reviews = (await read<(Named & { state: string })[]>(`/pulls/${iid}/reviews`)) ?? [];
        return [...new Set(reviews.flatMap(({ state, user }) => (state === 'APPROVED' ? [user.login] : [])))];
      },
      notes: async (iid) => ((await read<(Named & { body: string })[]>(`/issues/${iid}/comments`)) ?? []).map(written),
      statuses: async (sha) =>
        ((await read<{ context: string; status: string }[]>(`/commits/${sha}/statuses?sort=oldest`)) ?? []).map(
          ({ context, status }) => ({ name: context, status }),
        ),
    },
    push: async (branch, files, username) => {
      const token = username === second.username ? second.accessToken : first.accessToken;
      const operations = await Promise.all(
        Object.entries(files).map(async ([file, content]) => {
          const there = await contents(branch, file);
          const encodedContent = Buffer.from(content).toString('base64');
          return there === null
            ? { operation: 'create', path: file, content: encodedContent }
            : { operation: 'update', path: file, content: encodedContent, sha: there.sha };
        }),
      );
      const made = await call(token, 'POST', '/contents', { branch, message: 'test: push', files: operations });
      return (JSON.parse(made ?? '{"commit":{"sha":""}}') as { commit: { sha: string } }).commit.sha;
    },
    close: async () => undefined,
  };
}

const people: [string, string] | null = author === undefined || reviewer === undefined ? null : [author, reviewer];
const isNamed = url !== undefined && repository !== undefined && people !== null;

describe.skipIf(!isNamed)('a real Gitea (named by PORTOLAN_TEST_GITEA_URL, _REPOSITORY, _AUTHOR and _REVIEWER)', () => {
  forgeConformance(`Gitea at ${url}`, async () => openReal(url ?? '', repository ?? '', people ?? ['', '']));
});
