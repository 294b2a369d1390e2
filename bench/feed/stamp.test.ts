import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ageOf, stampOf } from './stamp.ts';

it('a stamp tells its age to a tenth of a millisecond, also where it has come round', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 42 }), fc.integer({ min: -10_000, max: 1_000_000 }), (at, age) => {
      const stamp = stampOf(at);
      expect(stamp).toMatch(/^[0-9a-f]{8}$/);
      expect(ageOf(stamp, at + age)).toBeCloseTo(age, 0);
    }),
  );
});
