import { describe, expect, it } from 'vitest';
import { findCredential } from './credential.ts';

const LETTERS = 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';

describe('a request', () => {
  it.each([
    ['a GitLab token', `deploy it, my token is glpat-${LETTERS.slice(0, 20)}`],
    ['a GitHub token', `use ghp_${LETTERS} for it`],
    ['a password with its name', 'deploy postgres with POSTGRES_PASSWORD=correct-Horse7-battery'],
  ])('with %s is found out', (_what, text) => {
    const found = findCredential(text);
    expect(found).not.toBeNull();
    expect(text).not.toBe(found?.what);
    expect(JSON.stringify(found)).not.toMatch(/glpat-|ghp_|Horse/);
  });

  it.each([
    'deploy nginx with 2 replicas and expose it on port 80',
    'a redis cache with 256Mi of memory; its password comes from a sealed secret called redis-auth',
    'the token bucket rate limiter, version 1.4.2',
  ])('without one is none: %s', (text) => {
    expect(findCredential(text)).toBeNull();
  });
});
