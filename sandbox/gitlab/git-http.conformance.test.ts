import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExampleGitLab, PROJECT, startExample, stopExample, TOKENS } from './testing/example-gitlab.ts';

let gitlab: ExampleGitLab;
let folder: string;

beforeAll(async () => {
  gitlab = await startExample();
  folder = await mkdtemp(join(tmpdir(), 'git-client-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await stopExample(gitlab);
});

/** The real git, with a home of its own. */
async function git(args: string[], cwd = folder): Promise<{ ok: boolean; output: string }> {
  const options = {
    cwd,
    env: {
      NODE_ENV: 'test' as const,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: folder,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Somebody Else',
      GIT_AUTHOR_EMAIL: 'else@example.test',
      GIT_COMMITTER_NAME: 'Somebody Else',
      GIT_COMMITTER_EMAIL: 'else@example.test',
    },
  };
  try {
    const { stdout, stderr } = await promisify(execFile)('git', args, options);
    return { ok: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { ok: false, output: stdout + stderr };
  }
}

function remote(token: string, login = 'oauth2', project = PROJECT): string {
  const url = new URL(`${gitlab.url}/${project}.git`);
  url.username = login;
  url.password = token;
  return url.toString();
}

async function clone(name: string, token: string): Promise<string> {
  const path = join(folder, name);
  const { ok, output } = await git(['clone', '--quiet', remote(token), path]);
  expect(output, 'clone').toBe('');
  expect(ok).toBe(true);
  return path;
}

async function commit(path: string, file: string, content: string): Promise<void> {
  await writeFile(join(path, file), content);
  await git(['add', file], path);
  expect((await git(['commit', '--quiet', '-m', `Change ${file}`], path)).ok).toBe(true);
}

describe('git over HTTP', () => {
  it('clones, pushes a branch and records who pushed it', async () => {
    const work = await clone('ada', TOKENS.ada);
    expect(await readFile(join(work, 'apps/web/values.yaml'), 'utf8')).toBe('replicas: 1\n');
    await git(['checkout', '--quiet', '-b', 'feature/git'], work);
    await commit(work, 'from-git.txt', 'hello\n');
    expect((await git(['push', '--quiet', 'origin', 'feature/git'], work)).ok).toBe(true);
    expect(await gitlab.inspect.file(PROJECT, 'feature/git', 'from-git.txt')).toBe('hello\n');
    const [tip] = await gitlab.inspect.commits(PROJECT, 'feature/git', 1);
    expect(tip?.authorName).toBe('Somebody Else');
    await gitlab.idle();
    const answer = await gitlab.api('grace', 'GET', '/projects/platform%2Fgitops/events?action=pushed');
    expect(answer.body).toMatchObject([{ author_username: 'ada', push_data: { commit_to: tip?.sha } }]);
  });

  it('takes a push that is larger than one request buffer', async () => {
    const work = await clone('large', TOKENS.ada);
    await git(['checkout', '--quiet', '-b', 'large'], work);
    const noise = Array.from({ length: 60_000 }, (_, index) => Math.sin(index).toString(36)).join('\n');
    await commit(work, 'noise.txt', noise);
    const pushed = await git(['-c', 'http.postBuffer=65536', 'push', '--quiet', 'origin', 'large'], work);
    expect(pushed).toEqual({ ok: true, output: '' });
    expect(await gitlab.inspect.file(PROJECT, 'large', 'noise.txt')).toBe(noise);
  });

  it('refuses pushes to protected branches, forced ones too, and leaves the branch as it was', async () => {
    const before = await gitlab.inspect.branchSha(PROJECT, 'main');
    const work = await clone('protected', TOKENS.ada);
    await commit(work, 'main.txt', 'x');
    const direct = await git(['push', 'origin', 'main'], work);
    expect(direct.ok).toBe(false);
    expect(direct.output).toContain(
      'remote: GitLab: You are not allowed to push code to protected branches on this project.',
    );
    expect(direct.output).toContain('[remote rejected] main -> main (pre-receive hook declined)');

    const maintainer = await clone('maintainer', TOKENS.grace);
    await git(['commit', '--quiet', '--amend', '-m', 'Rewrite history'], maintainer);
    const forced = await git(['push', '--force', 'origin', 'main'], maintainer);
    expect(forced.output).toContain('GitLab: You are not allowed to force push code to a protected branch');
    expect((await git(['push', 'origin', ':main'], maintainer)).output).toContain(
      'The default branch of a project cannot be deleted.',
    );
    expect(await gitlab.inspect.branchSha(PROJECT, 'main')).toBe(before);
  });

  it('lets those who may push forward', async () => {
    const work = await clone('forward', TOKENS.grace);
    await commit(work, 'forward.txt', 'x');
    expect((await git(['push', '--quiet', 'origin', 'main'], work)).ok).toBe(true);
    expect(await gitlab.inspect.file(PROJECT, 'main', 'forward.txt')).toBe('x');
  });

  it('moves the merge request whose branch was pushed to, with a version and a note', async () => {
    const first = await gitlab.act.push(PROJECT, 'feature/mr', { 'mr.txt': '1' }, 'ada');
    const opened = await gitlab.api('ada', 'POST', '/projects/platform%2Fgitops/merge_requests', {
      source_branch: 'feature/mr',
      target_branch: 'main',
      title: 'By git',
    });
    expect(opened.status).toBe(201);
    const work = await clone('mr', TOKENS.grace);
    await git(['checkout', '--quiet', 'feature/mr'], work);
    await commit(work, 'mr.txt', '2');
    await git(['push', '--quiet', 'origin', 'feature/mr'], work);
    await gitlab.idle();
    const [request] = gitlab.inspect.mergeRequests(PROJECT);
    expect(request?.versions).toBe(2);
    expect(request?.sha).toBe(await gitlab.inspect.branchSha(PROJECT, 'feature/mr'));
    expect(request?.sha).not.toBe(first);
    const notes = gitlab.inspect.notes(PROJECT, request?.iid ?? 0);
    expect(notes).toMatchObject([{ author: 'grace', isSystem: true }]);
    expect(notes[0]?.body).toMatch(/^added 1 commit\n\n<ul><li>[0-9a-f]{8} - Change mr.txt<\/li><\/ul>\n\n\[Compare/);
  });

  it('counts a request as merged whose commits were pushed to the target', async () => {
    await gitlab.act.push(PROJECT, 'feature/manual', { 'manual.txt': '1' }, 'ada');
    const opened = await gitlab.api('ada', 'POST', '/projects/platform%2Fgitops/merge_requests', {
      source_branch: 'feature/manual',
      target_branch: 'main',
      title: 'Merged elsewhere',
    });
    const { iid } = opened.body as { iid: number };
    const work = await clone('manual', TOKENS.grace);
    await git(['merge', '--quiet', '--no-ff', '-m', 'By hand', 'origin/feature/manual'], work);
    await git(['push', '--quiet', 'origin', 'main'], work);
    await gitlab.idle();
    const request = gitlab.inspect.mergeRequests(PROJECT).find((each) => each.iid === iid);
    expect(request).toMatchObject({
      state: 'merged',
      mergedBy: 'grace',
      mergeCommitSha: await gitlab.inspect.branchSha(PROJECT, 'main'),
    });
  });

  const refusals: [string, () => string, string][] = [
    ['a wrong token', () => remote('glpat-wrong'), 'Authentication failed'],
    ['a stranger', () => remote(TOKENS.stranger), 'not found'],
    ['a project that is not there', () => remote(TOKENS.ada, 'oauth2', 'platform/none'), 'not found'],
  ];
  it.each(refusals)('shows nothing to %s', async (_who, address, said) => {
    const { ok, output } = await git(['ls-remote', address()]);
    expect(ok).toBe(false);
    expect(output).toContain(said);
  });

  it('lets readers fetch and not push, by role and by scope', async () => {
    expect((await git(['ls-remote', remote(TOKENS.rae, 'rae')])).ok).toBe(true);
    expect((await git(['ls-remote', remote(TOKENS.reader, 'ada')])).ok).toBe(true);
    const work = await clone('reader', TOKENS.ada);
    for (const token of [TOKENS.rae, TOKENS.reader]) {
      const pushed = await git(['push', remote(token), 'HEAD:refs/heads/by-reader'], work);
      expect(pushed.ok).toBe(false);
      expect(pushed.output).toContain('403');
    }
    expect(await gitlab.inspect.branchSha(PROJECT, 'by-reader')).toBeNull();
  });

  it('takes the account password as well', async () => {
    expect((await git(['ls-remote', remote('password of ada', 'ada')])).ok).toBe(true);
    expect((await git(['ls-remote', remote('password of ada', 'grace')])).ok).toBe(false);
  });
});
