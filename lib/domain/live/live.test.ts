import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPosition, isCoveredBy, parsePosition } from './position.ts';
import { formatTopics, parseTopics } from './topic-query.ts';

describe('positions', () => {
  it('are read as they were written', () => {
    expect(parsePosition(formatPosition({ epoch: 'mi9x-2', version: 12 }))).toEqual({ epoch: 'mi9x-2', version: 12 });
  });

  it.each([
    undefined,
    null,
    '',
    '1',
    '.1',
    'e.',
    'e.-1',
    'e.1.2',
    'e.1e3',
    'e f.1',
    `${'e'.repeat(41)}.1`,
    'e.9999999999999999',
  ])('%j is none', (text) => {
    expect(parsePosition(text)).toBeNull();
  });

  it('compare within an epoch only', () => {
    const at = (epoch: string, version: number) => ({ epoch, version });
    expect(isCoveredBy(at('a', 1), at('a', 1))).toBe(true);
    expect(isCoveredBy(at('a', 1), at('a', 2))).toBe(true);
    expect(isCoveredBy(at('a', 2), at('a', 1))).toBe(false);
    expect(isCoveredBy(at('a', 1), at('b', 2))).toBe(false);
  });
});

describe('topics in an address', () => {
  it('are read as they were written', () => {
    const wanted = [
      { topic: 'applications', since: { epoch: 'e1', version: 7 } },
      { topic: 'application/argocd/web-1.2', since: null },
    ];
    expect(parseTopics(new URLSearchParams(formatTopics(wanted).toString()))).toEqual(wanted);
  });

  it.each(['', 'topic=', 'topic=a&topic=', 'topic=A', 'topic=a%0Ab', 'topic=../x', 'topic=a/b/c/d/e'])(
    '%j makes no sense',
    (query) => {
      expect(parseTopics(new URLSearchParams(query))).toBeNull();
    },
  );

  it('with a place that makes no sense are read anew', () => {
    expect(parseTopics(new URLSearchParams('topic=a@nonsense'))).toEqual([
      { topic: 'a', since: { epoch: '', version: 0 } },
    ]);
  });

  it('may hold anything without harm', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string()),
        (entries) => void parseTopics(new URLSearchParams(entries.map((entry) => ['topic', entry]))),
      ),
    );
  });
});
