import { describe, expect, it } from 'vitest';
import { everyPusher } from './pushers.ts';

const BRANCH = 'portolan/shop';
const [A, B, C, Z] = ['a', 'b', 'c', 'f'].map((digit) => digit.repeat(40)) as [string, string, string, string];

type Entry = { by: string; from?: string; to?: string; ref?: string; type?: string; content?: string };

/** A feed, newest first, of what is told oldest first. */
const feed = (...entries: Entry[]) =>
  entries
    .map(({ by, from = 'main', to, ref = `refs/heads/${BRANCH}`, type = 'commit_repo', content }, index) => ({
      id: index + 1,
      op_type: type,
      ref_name: ref,
      act_user_id: by.length,
      act_user: { login: by },
      content:
        content ??
        (to === undefined
          ? ''
          : JSON.stringify({ HeadCommit: { Sha1: to }, CompareURL: `a/b/compare/${from}...${to}`, Commits: [] })),
    }))
    .toReversed();

const names = (...entries: Entry[]) =>
  everyPusher('gitea', feed(...entries), BRANCH, C)
    ?.map(({ username }) => username)
    .toSorted();

const made: [Entry, Entry] = [{ by: 'dana' }, { by: 'dana', from: Z, to: A }];
const [second, third]: [Entry, Entry] = [
  { by: 'rui', from: A, to: B },
  { by: 'dana', from: B, to: C },
];

describe('who pushed to a branch', () => {
  it('is everyone from its beginning on', () => {
    expect(names(...made, second, third)).toEqual(['dana', 'rui']);
  });

  it('is not known yet while the push of the head is not in the feed', () => {
    expect(names(...made, second)).toBeUndefined();
    expect(everyPusher('gitea', [], BRANCH, C)).toBeNull();
  });

  it('is not said by entries of other kinds, of other branches or of tags', () => {
    expect(names(...made, second, { ...third, type: 'mirror_sync_push' })).toBeUndefined();
    expect(names(...made, second, { ...third, ref: 'refs/heads/other' })).toBeUndefined();
    expect(names(...made, second, { ...third, ref: 'refs/tags/portolan/shop' })).toBeUndefined();
  });

  it.each<[string, Entry[]]>([
    ['somebody keeps what they do private', [...made, third]],
    ['the oldest were forgotten', [second, third]],
    ['the branch was made by somebody who is not told', [made[1], second, third]],
    ['another one made a branch of that name', [{ by: 'evelyn' }, made[1], second, third]],
    ['an entry cannot be read', [...made, { ...second, content: '{"HeadCommit":' }, third]],
    ['what stood there before is not told', [...made, second, { ...third, from: 'main' }]],
  ])('cannot be told when %s', (_, entries) => {
    expect(() => names(...entries)).toThrow(/does not tell everyone who pushed/);
  });

  it('includes those of a branch of that name before', () => {
    expect(names({ by: 'evelyn' }, { by: 'evelyn', from: Z, to: Z }, ...made, second, third)).toContain('evelyn');
  });

  it('goes by the numbers of entries where those of one second come in any order', () => {
    const entries = feed(...made, second, third);
    const mixed = [entries[1], entries[0], entries[3], entries[2]].filter((entry) => entry !== undefined);
    expect(everyPusher('gitea', mixed, BRANCH, C)).toHaveLength(2);
  });
});
