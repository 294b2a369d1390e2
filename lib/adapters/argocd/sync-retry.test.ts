import { describe, expect, it } from 'vitest';
import { readRetry } from './sync-retry.ts';

const FINISHED = '2026-11-01T10:00:00Z';
const AT = Date.parse(FINISHED);
const stateOf = (retryCount: number, retry: object = {}, more: object = {}) => {
  return { phase: 'Running', finishedAt: FINISHED, retryCount, operation: { retry }, ...more };
};

describe('the retry of a sync', () => {
  it('is none before the first failure', () => {
    expect(readRetry(undefined)).toBeNull();
    expect(readRetry(stateOf(0, { limit: 5 }))).toBeNull();
  });

  it('comes later each time, and never later than the longest wait', () => {
    const backoff = { duration: '10s', factor: 3, maxDuration: '1m30s' };
    expect(readRetry(stateOf(1, { limit: 5, backoff }))).toEqual({ count: 1, limit: 5, nextAt: AT + 30_000 });
    expect(readRetry(stateOf(2, { limit: 5, backoff }))?.nextAt).toBe(AT + 90_000);
    expect(readRetry(stateOf(4, { limit: 5, backoff }))?.nextAt).toBe(AT + 90_000);
  });

  it('waits as long as Argo CD does where nothing is said, or nothing that can be read', () => {
    for (const retry of [{}, { backoff: { duration: 'soon', factor: 'two', maxDuration: [] } }]) {
      expect(readRetry(stateOf(1, retry))?.nextAt).toBe(AT + 10_000);
    }
    expect(readRetry(stateOf(1, { backoff: { duration: '7' } }))?.nextAt).toBe(AT + 14_000);
  });

  it('has no end with a negative limit, and no next try while one runs or when all failed', () => {
    expect(readRetry(stateOf(3, { limit: -1 }))?.limit).toBeNull();
    expect(readRetry(stateOf(3, { limit: 5 }, { finishedAt: undefined }))?.nextAt).toBeNull();
    expect(readRetry(stateOf(5, { limit: 5 }, { phase: 'Failed' }))?.nextAt).toBeNull();
    expect(readRetry(stateOf(4000, { backoff: { factor: 1e300, maxDuration: '1h' } }))?.nextAt).toBe(AT + 3_600_000);
  });
});
