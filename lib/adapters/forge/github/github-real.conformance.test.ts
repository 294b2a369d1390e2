import { describe } from 'vitest';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { type ForgeFixture, forgeConformance } from '#lib/ports/forge.conformance.ts';
import { createGitHub } from './host.ts';
import { apiAddress } from './octokit.ts';

const { PORTOLAN_TEST_GITHUB_URL: url, PORTOLAN_TEST_GITHUB_REPOSITORY: repository } = process.env;
const { PORTOLAN_TEST_GITHUB_AUTHOR: author, PORTOLAN_TEST_GITHUB_REVIEWER: reviewer } = process.env;

type Written = { user: { login: string }; body: string };

/**
 * The same suite against a real GitHub: an address, a repository made for it, and `username:token` of two people who may push to
 * and merge into `main`. Its far side is read over plain REST, past the adapter.
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
    const response = await fetch(`${apiAddress(base)}/repos/${path}${route}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.ok ? ((await response.json()) as unknown) : null;
  };
  const read = async <Shape>(route: string) => (await call(first.accessToken, 'GET', route)) as Shape | null;
  const list = async <Item>(route: string) => (await read<Item[]>(route)) ?? [];
  const contents = (ref: string, file: string) =>
    read<{ content: string; sha: string }>(`/contents/${encodePath(file)}?ref=${encodeURIComponent(ref)}`);
  return {
    host: createGitHub({ id: 'github', url: base }),
    repository: path,
    author: first,
    reviewer: second,
    inspect: {
      branchSha: async (branch) =>
        (await read<{ object: { sha: string } }>(`/git/ref/heads/${encodePath(branch)}`))?.object.sha ?? null,
      fileAt: async (ref, file) => {
        const found = await contents(ref, file);
        return found === null ? null : Buffer.from(found.content, 'base64').toString('utf8');
      },
      openMergeRequests: async (branch) =>
        (await list<{ number: number; head: { ref: string } }>('/pulls?per_page=100')).flatMap(({ number, head }) =>
          head.ref === branch ? [number] : [],
        ),
      approvers: async (iid) => {
        const reviews = await list<Written & { state: string }>(`/pulls/${iid}/reviews`);
        return [...new Set(reviews.flatMap(({ state, user }) => (state === 'APPROVED' ? [user.login] : [])))];
      },
      notes: async (iid) =>
        (await list<Written>(`/issues/${iid}/comments`)).map(({ user, body }) => ({ author: user.login, body })),
      statuses: async (sha) =>
        (await list<{ context: string; state: string }>(`/commits/${sha}/statuses`))
          .toReversed()
          .map(({ context, state }) => ({ name: context, status: state })),
    },
    push: async (branch, files, username) => {
      const token = username === second.username ? second.accessToken : first.accessToken;
      let sha = '';
      for (const [file, content] of Object.entries(files)) {
        const there = await contents(branch, file);
        const wish = { branch, message: 'test: push', content: Buffer.from(content).toString('base64') };
        const body = there === null ? wish : { ...wish, sha: there.sha };
        const made = await call(token, 'PUT', `/contents/${encodePath(file)}`, body);
        sha = (made as { commit: { sha: string } } | null)?.commit.sha ?? '';
      }
      return sha;
    },
    close: async () => undefined,
  };
}

const people: [string, string] | null = author === undefined || reviewer === undefined ? null : [author, reviewer];
const isNamed = url !== undefined && repository !== undefined && people !== null;

describe.skipIf(!isNamed)(
  'a real GitHub (named by PORTOLAN_TEST_GITHUB_URL, _REPOSITORY, _AUTHOR and _REVIEWER)',
  () => {
    forgeConformance(`GitHub at ${url}`, async () => openReal(url ?? '', repository ?? '', people ?? ['', '']));
  },
);
