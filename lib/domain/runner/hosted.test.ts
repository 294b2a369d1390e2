import { expect, it } from 'vitest';
import { hostedChance } from './hosted.ts';

it.each([
  ...['ubuntu-latest', 'Ubuntu-24.04', 'ubuntu-24.04-arm', 'ubuntu-slim', 'windows-2025', 'windows-11-arm'].map(
    (label) => [[label], 'takes'] as const,
  ),
  ...['macos-latest', 'macos-15-xlarge', 'macos-13-large', 'macos-15-intel'].map(
    (label) => [[label], 'takes'] as const,
  ),
  ...['ubuntu-gpu', 'ubuntu-latest-16-cores', 'big-box', 'ubuntu'].map((label) => [[label], 'maybe'] as const),
  [[], 'maybe'],
  [['self-hosted'], null],
  [['self-hosted', 'ubuntu-latest'], null],
  [['Linux', 'ARM64'], null],
] as const)('%o: GitHub itself %s', (labels, chance) => {
  expect(hostedChance(labels)).toBe(chance);
});
