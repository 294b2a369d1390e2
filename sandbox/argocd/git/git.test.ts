import { describe, expect, it } from 'vitest';
import { gitAddress } from './git-command.ts';
import { parseRemoteRefs } from './mirror.ts';
import { parseBatch } from './parse-batch.ts';
import { normalizeRepoUrl } from './repositories.ts';

describe('the address of a repository', () => {
  it('is used without its credentials, which go into a header', () => {
    const { url, authorization } = gitAddress('http://oauth2:glpat-x%2Fy@127.0.0.1:8080/platform/repo.git');
    expect(url).toBe('http://127.0.0.1:8080/platform/repo.git');
    expect(authorization).toBe(`Authorization: Basic ${Buffer.from('oauth2:glpat-x/y').toString('base64')}`);
  });

  it('may be a folder', () => {
    expect(gitAddress('/srv/git/repo.git')).toEqual({ url: '/srv/git/repo.git', authorization: null });
  });

  it.each([
    ['https://Git.Example/Platform/Repo.git', 'https://git.example/platform/repo'],
    ['https://git.example/platform/repo/', 'https://git.example/platform/repo'],
  ])('%s is the same as %s', (one, other) => {
    expect(normalizeRepoUrl(one)).toBe(other);
  });
});

describe('what git says', () => {
  it('of the refs of a remote', () => {
    const text =
      'ref: refs/heads/main\tHEAD\naaa\tHEAD\naaa\trefs/heads/main\nbbb\trefs/tags/v1\nccc\trefs/merge-requests/1/head\n';
    const { head, refs } = parseRemoteRefs(text);
    expect(head).toBe('refs/heads/main');
    expect([...refs]).toEqual([
      ['refs/heads/main', 'aaa'],
      ['refs/tags/v1', 'bbb'],
    ]);
  });

  it('of blobs, also empty ones, missing ones and ones with newlines', () => {
    const output = Buffer.from('a1 blob 3\nx\ny\nb2 missing\nc3 blob 0\n\nd4 blob 2\nzz\n');
    const blobs = [...parseBatch(output)].map(([id, bytes]) => [id, bytes.toString()]);
    expect(blobs).toEqual([
      ['a1', 'x\ny'],
      ['c3', ''],
      ['d4', 'zz'],
    ]);
  });
});
