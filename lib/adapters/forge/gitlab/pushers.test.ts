import { describe, expect, it } from 'vitest';
import { toFileDiff } from './mapper.ts';
import { everyPusher } from './pushers.ts';
import { Diff } from './schema.ts';

const BRANCH = 'portolan/shop';

type Push = { by: string; from: string | null; to: string; ref?: string | null };
const events = (...pushes: Push[]) =>
  pushes.toReversed().map(({ by, from, to, ref = BRANCH }) => ({
    author_id: by.length,
    author_username: by,
    push_data: { ref, ref_type: 'branch', commit_from: from, commit_to: to },
  }));
const names = (...pushes: Push[]) =>
  everyPusher('gitlab', events(...pushes), BRANCH, 'c')?.map(({ username }) => username);

describe('who pushed to a branch', () => {
  const whole: [Push, Push, Push] = [
    { by: 'dana', from: null, to: 'a' },
    { by: 'rui', from: 'a', to: 'b' },
    { by: 'dana', from: 'b', to: 'c' },
  ];

  it('is everyone from its beginning on', () => {
    expect(names(...whole)?.toSorted()).toEqual(['dana', 'rui']);
  });

  it('is not known yet while the push of the head is not written down', () => {
    expect(names(whole[0], whole[1])).toBeUndefined();
    expect(everyPusher('gitlab', [], BRANCH, 'c')).toBeNull();
  });

  it.each<[string, Push[]]>([
    ['a push of many branches has no names', [whole[0], { ...whole[1], ref: null }, whole[2]]],
    ['the oldest are out of reach', [whole[1], whole[2]]],
  ])('cannot be told when %s', (_, pushes) => {
    expect(() => names(...pushes)).toThrow(/does not tell everyone who pushed/);
  });

  it('includes those of a branch of that name before', () => {
    expect(names({ by: 'eve', from: null, to: 'z' }, ...whole)).toContain('eve');
  });
});

it.each([
  ['100644', 'file'],
  ['100755', 'file'],
  ['120000', 'link'],
  ['160000', 'submodule'],
])('mode %s is a %s', (b_mode, entry) => {
  expect(toFileDiff(Diff.parse({ old_path: 'a', new_path: 'a', b_mode, diff: '+x' })).entry).toBe(entry);
});
