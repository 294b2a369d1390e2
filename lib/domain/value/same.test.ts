import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame } from './same.ts';

describe('isSame', () => {
  it.each<[unknown, unknown, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [0, false, false],
    [null, undefined, false],
    [null, {}, false],
    [Number.NaN, Number.NaN, true],
    [Number.NaN, {}, false],
    [[], {}, false],
    [{}, [], false],
    [[1, 2], [1, 2], true],
    [[1, 2], [2, 1], false],
    [[1], [1, undefined], false],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: undefined }, { a: null }, false],
    [{ a: 1 }, { a: 1, b: 0 }, false],
    [{ a: { b: [{ c: 'x' }] } }, { a: { b: [{ c: 'x' }] } }, true],
    [{ a: { b: [{ c: 'x' }] } }, { a: { b: [{ c: 'y' }] } }, false],
  ])('%j and %j: %s', (a, b, same) => {
    expect(isSame(a, b)).toBe(same);
    expect(isSame(b, a)).toBe(same);
  });

  it('agrees with JSON: a copy is the same, and what prints otherwise in canonical order is not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(isSame(a, structuredClone(a))).toBe(true);
        expect(isSame(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner === 0
        ? 0
        : inner,
  );
}
