import { describe, expect, it } from 'vitest';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { restMs, retryAfterMs } from './poll-pace.ts';

const pace = { fastMs: 2000, slowMs: 30_000, maxBackoffMs: 60_000 };

describe('rest between polls', () => {
  it.each([
    ['watched', { failures: 0, isWatched: true, chance: 0.5 }, 2000],
    ['watched, earliest', { failures: 0, isWatched: true, chance: 0 }, 1800],
    ['watched, latest', { failures: 0, isWatched: true, chance: 1 }, 2200],
    ['not watched', { failures: 0, isWatched: false, chance: 0.5 }, 30_000],
    ['first failure, latest', { failures: 1, isWatched: true, chance: 1 }, 2000],
    ['first failure, earliest', { failures: 1, isWatched: false, chance: 0 }, 1000],
    ['third failure', { failures: 3, isWatched: true, chance: 1 }, 8000],
    ['fifth failure', { failures: 5, isWatched: true, chance: 1 }, 32_000],
    ['sixth failure meets the ceiling', { failures: 6, isWatched: true, chance: 1 }, 60_000],
    ['the ceiling keeps its jitter', { failures: 6, isWatched: true, chance: 0 }, 30_000],
    ['a thousand failures do not overflow', { failures: 1000, isWatched: false, chance: 1 }, 60_000],
  ])('%s', (_, state, expected) => {
    expect(restMs(pace, state)).toBeCloseTo(expected, 6);
  });
});

describe('Retry-After', () => {
  const error = (kind: ExternalErrorKind, retryAfterSeconds?: number) =>
    new ExternalError({
      provider: 'forge',
      operation: 'read',
      kind,
      message: 'no',
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  it.each([
    ['429 with it', error('rate-limited', 7), 0, 7000],
    ['is only ever lengthened by chance', error('rate-limited', 7), 1, 7700],
    ['5xx with it', error('unavailable', 2), 0, 2000],
    ['429 without it', error('rate-limited'), 1, 0],
    ['zero', error('rate-limited', 0), 1, 0],
    ['negative', error('rate-limited', -3), 1, 0],
    ['not a number', error('rate-limited', Number.NaN), 1, 0],
    ['a century becomes a day', error('rate-limited', 3e9), 0, 86_400_000],
    ['another error', new TypeError('x'), 1, 0],
    ['no error', null, 1, 0],
  ])('%s', (_, thrown, chance, expected) => {
    expect(retryAfterMs(thrown, chance)).toBeCloseTo(expected, 6);
  });
});
