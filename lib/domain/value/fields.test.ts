import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsOf, flagOf, itemsOf, numberOf, oneOf, textOf, textsOf, timeOf } from './fields.ts';

describe('readers', () => {
  it('never throw and always give the promised type', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof fieldsOf(value)).toBe('object');
        expect(Array.isArray(itemsOf(value))).toBe(true);
        expect(typeof textOf(value)).toBe('string');
        expect(typeof numberOf(value, 0)).toBe('number');
        expect(typeof flagOf(value)).toBe('boolean');
        expect(['number', 'object']).toContain(typeof timeOf(value));
        expect(oneOf(value, ['a', 'b'], 'a')).toMatch(/^[ab]$/);
        expect(Object.values(textsOf(value)).every((text) => typeof text === 'string')).toBe(true);
      }),
    );
  });

  it('cut what is too long, to whole characters', () => {
    expect(textOf('abcdef', 4)).toBe('abc…');
    expect(textOf('abcd', 4)).toBe('abcd');
    expect(textOf('ab😀d', 4)).toBe('ab\ufffd…');
    expect(itemsOf([1, 2, 3], 2)).toEqual([1, 2]);
    expect(Object.keys(textsOf({ a: '1', b: '2', c: '3' }, 10, 2))).toEqual(['a', 'b']);
  });

  it('keep a hostile key from becoming a prototype', () => {
    const texts = textsOf(JSON.parse('{"__proto__": "x", "a": "1", "b": 2}'));
    expect(texts).toEqual({ a: '1' });
    expect(Object.getPrototypeOf(texts)).toBe(Object.prototype);
  });

  it.each([
    ['2026-11-21T03:00:00Z', Date.UTC(2026, 10, 21, 3)],
    ['2026-11-21T03:00:00.5+01:00', Date.UTC(2026, 10, 21, 2) + 500],
    ['soon', null],
    [`2026-11-21T03:00:00Z${' '.repeat(100)}`, null],
    [1_700_000_000_000, null],
  ])('read the time %s', (text, time) => {
    expect(timeOf(text)).toBe(time);
  });
});
