import { describe, expect, it } from 'vitest';
import type { JobRecord, JobStatus } from '../state/model.ts';
import { combinedStatus } from './status.ts';

const job = (status: JobStatus, allowFailure = false) => ({ status, allowFailure }) as JobRecord;

describe('the status of a pipeline from its jobs', () => {
  const cases: [JobStatus[], JobStatus][] = [
    [['success', 'success'], 'success'],
    [['success', 'skipped'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['created', 'created'], 'created'],
    [['pending', 'created'], 'pending'],
    [['success', 'pending'], 'running'],
    [['success', 'created'], 'running'],
    [['running', 'failed'], 'running'],
    [['success', 'failed'], 'failed'],
    [['failed', 'skipped'], 'failed'],
    [['success', 'canceled'], 'canceled'],
    [['success', 'manual'], 'manual'],
  ];
  it.each(cases)('%j is %s', (statuses, expected) => {
    expect(combinedStatus(statuses.map((status) => job(status)))).toBe(expected);
  });

  it('does not count failures that are allowed', () => {
    expect(combinedStatus([job('success'), job('failed', true)])).toBe('success');
  });
});
