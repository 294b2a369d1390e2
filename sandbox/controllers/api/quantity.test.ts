import { describe, expect, it } from 'vitest';
import { isSameQuantity, parseQuantityMillis } from './quantity.ts';

describe('quantities', () => {
  it.each([
    ['500m', 500],
    ['0.5', 500],
    ['.5', 500],
    ['5.', 5000],
    ['+1', 1000],
    [2, 2000],
    ['1k', 1_000_000],
    ['1Ki', 1_024_000],
    ['2.5Gi', 2.5 * 2 ** 30 * 1000],
    ['122880Mi', 122_880 * 2 ** 20 * 1000],
    ['12E6', 12_000_000_000],
    ['129e6', 129_000_000_000],
    // Smaller than a thousandth is rounded up.
    ['1n', 1],
    ['0.0001', 1],
  ])('%s is %d thousandths', (text, millis) => {
    expect(parseQuantityMillis(text)).toBe(millis);
  });

  it.each(['', 'K', '1K', '1 Gi', 'Gi', '1.2.3', '1e', '--1', null, undefined, {}, 'x'.repeat(50)])(
    '%s is none',
    (text) => {
      expect(parseQuantityMillis(text)).toBeNull();
    },
  );

  it('compares by value', () => {
    expect(isSameQuantity('1024Mi', '1Gi')).toBe(true);
    expect(isSameQuantity('0.5', '500m')).toBe(true);
    expect(isSameQuantity('1Gi', '1G')).toBe(false);
    expect(isSameQuantity('what', 'what')).toBe(false);
  });
});
