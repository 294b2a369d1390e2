import { describe, expect, it } from 'vitest';
import { findMatches, matchText, searchable } from './fuzzy-match.ts';

const best = (query: string, ...texts: string[]) =>
  findMatches(
    query,
    texts.map((text) => searchable(text, text)),
    10,
  ).map((match) => match.item);

describe('findMatches', () => {
  it.each([
    ['the beginning before the middle', 'web', ['shop-web', 'web-shop'], ['web-shop', 'shop-web']],
    ['beginnings of words before their middle', 'ner', ['runner', 'my-nerd'], ['my-nerd', 'runner']],
    ['whole pieces before scattered letters', 'glr', ['gitlab-runner', 'glr-1'], ['glr-1', 'gitlab-runner']],
    ['short texts before long ones', 'web', ['web-application', 'web'], ['web', 'web-application']],
    ['all words in any order', 'prod web', ['web in staging', 'web in prod'], ['web in prod']],
    ['letters in order only', 'rg', ['gr'], []],
    ['without regard to case', 'WEB', ['Web'], ['Web']],
    ['everything for an empty query, in order', '  ', ['b', 'a'], ['b', 'a']],
  ])('finds %s', (_, query, texts, expected) => {
    expect(best(query, ...texts)).toEqual(expected);
  });

  it('tells where it matched', () => {
    expect(matchText('run', 'gitlab-runner')?.at).toEqual([7, 8, 9]);
    expect(matchText('gr', 'gitlab-runner')?.at).toEqual([0, 7]);
  });

  it('gives no more than it is asked for out of ten thousand texts', () => {
    const texts = Array.from({ length: 10_000 }, (_, index) =>
      searchable(index, `application-${index} namespace-${index % 97} team storefront`),
    );
    expect(['a', 'app 99', 'nmsp42', 'zzz'].map((query) => findMatches(query, texts, 50).length)).toEqual([
      50, 50, 50, 0,
    ]);
  });

  it('comes to an end with a hostile query', () => {
    expect(matchText('a'.repeat(10_000), 'a'.repeat(10_000))).not.toBeNull();
    expect(matchText('ab '.repeat(10_000), 'a'.repeat(10_000))).toBeNull();
  });
});
