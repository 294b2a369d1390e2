import { describe, expect, it } from 'vitest';
import { everyPusher } from '#lib/adapters/forge/_shared/pushes.ts';
import { toPush } from './pushers.ts';

const [A, B, C, Z] = ['a', 'b', 'c', '0'].map((digit) => digit.repeat(40)) as [string, string, string, string];

type Entry = { by: string | null; from?: string; to: string };

/** Told oldest first, recorded newest first. */
const names = (...entries: Entry[]) => {
  const pushes = entries.toReversed().map(({ by, from = Z, to }) =>
    toPush({
      before: from,
      after: to,
      ref: 'refs/heads/x',
      activity_type: 'push',
      actor: by === null ? null : { id: by.length, login: by },
    }),
  );
  const people = everyPusher({ provider: 'github', branch: 'x', headSha: C }, pushes);
  return people?.map(({ username }) => username).toSorted() ?? null;
};

const made = { by: 'dana', to: A };
const second = { by: 'rui', from: A, to: B };
const third = { by: 'dana', from: B, to: C };

describe('who pushed to a branch on GitHub', () => {
  it('is everyone from its beginning on, also over what a force push took away', () => {
    expect(names(made, second, third)).toEqual(['dana', 'rui']);
    expect(names(made, second, { by: 'evelyn', from: B, to: A }, { by: 'dana', from: A, to: C })).toEqual([
      'dana',
      'evelyn',
      'rui',
    ]);
  });

  it('includes those of a branch of that name before, and of pushes after', () => {
    const before = [
      { by: 'evelyn', to: B },
      { by: 'evelyn', from: B, to: Z },
    ];
    expect(names(...before, made, second, third, { by: 'grace', from: C, to: A })).toEqual([
      'dana',
      'evelyn',
      'grace',
      'rui',
    ]);
  });

  it('is not known yet while the push of the head is not recorded', () => {
    expect(names(made, second)).toBeNull();
    expect(names()).toBeNull();
  });

  it.each<[string, Entry[]]>([
    ['the oldest were forgotten', [second, third]],
    ['one between was forgotten', [made, third]],
    ['one was pushed by an account that is gone', [made, { ...second, by: null }, third]],
    ['the branch was taken away and its making is not told', [made, { by: 'dana', from: A, to: Z }, third]],
  ])('cannot be told when %s', (_, entries) => {
    expect(() => names(...entries)).toThrow(/does not tell everyone who pushed/);
  });
});
