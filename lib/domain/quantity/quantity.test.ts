import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuantity, toMillis, toUnits } from './quantity.ts';

const GI = 2n ** 30n * 10n ** 9n;

describe('parseQuantity', () => {
  it.each([
    ['0', 0n],
    ['1', 10n ** 9n],
    ['+1', 10n ** 9n],
    ['-1', -(10n ** 9n)],
    ['.5', 5n * 10n ** 8n],
    ['5.', 5n * 10n ** 9n],
    ['0.5', 5n * 10n ** 8n],
    ['500m', 5n * 10n ** 8n],
    ['100u', 10n ** 5n],
    ['7n', 7n],
    ['123456789n', 123_456_789n],
    ['1k', 10n ** 12n],
    ['128974848', 128_974_848n * 10n ** 9n],
    ['129e6', 129n * 10n ** 15n],
    ['129M', 129n * 10n ** 15n],
    ['12E6', 12n * 10n ** 15n],
    ['12E', 12n * 10n ** 27n],
    ['1e-3', 10n ** 6n],
    ['1E+2', 10n ** 11n],
    ['1Gi', GI],
    ['1024Mi', GI],
    ['1.5Gi', (GI * 3n) / 2n],
    ['16Ei', 2n ** 64n * 10n ** 9n],
    ['400m', 4n * 10n ** 8n],
    ['0.0000000001', 1n],
    ['1.0000000001n', 2n],
  ])('reads %s', (text, nanos) => {
    expect(parseQuantity(text)).toBe(nanos);
  });

  it.each([2, 0.25, 1e9, 1e21])('reads the number %d as YAML gives it', (number) => {
    expect(toUnits((parseQuantity(number) ?? 0n) * 4n)).toBe(number * 4);
  });

  it.each(['', ' ', '1K', '1 Gi', ' 1', '1Gi ', '.', '+', 'two', '1ki', '1mi', '1e', '1.2.3', '0x10', '1_000', '1Gi1'])(
    'refuses %j',
    (text) => {
      expect(parseQuantity(text)).toBeNull();
    },
  );

  it.each([null, undefined, {}, [], true, Number.NaN, Number.POSITIVE_INFINITY, '9'.repeat(101)])(
    'refuses %o',
    (value) => {
      expect(parseQuantity(value)).toBeNull();
    },
  );

  it('never throws and never takes long, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[+-]?[0-9.]{0,60}[eEinumkKMGTP+-]{0,3}[0-9]{0,5}$/)),
        (text) => {
          const quantity = parseQuantity(text);
          expect(quantity === null || typeof quantity === 'bigint').toBe(true);
        },
      ),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['1', 1000, 1],
    ['0.1', 100, 1],
    ['1n', 1, 1],
    ['1500m', 1500, 2],
    ['2.0001', 2001, 3],
    ['-1500m', -1500, -2],
    ['123456789n', 124, 1],
  ])('%s is %d millis and %d units', (text, millis, units) => {
    const quantity = parseQuantity(text) ?? 0n;
    expect([toMillis(quantity), toUnits(quantity)]).toEqual([millis, units]);
  });
});
