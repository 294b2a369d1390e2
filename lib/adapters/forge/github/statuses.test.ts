import { expect, it } from 'vitest';
import { stateOf, stateOfStatus } from './statuses.ts';

it.each([
  ['queued', null, 'pending'],
  ['waiting', null, 'pending'],
  ['in_progress', null, 'running'],
  ['completed', 'success', 'success'],
  ['completed', 'neutral', 'success'],
  ['completed', 'skipped', 'skipped'],
  ['completed', 'cancelled', 'canceled'],
  ['completed', 'action_required', 'manual'],
  ['completed', 'timed_out', 'failed'],
  ['completed', 'startup_failure', 'failed'],
  ['completed', 'something newer', 'failed'],
])('a run that is %s with %s is %s', (status, conclusion, state) => {
  expect(stateOf({ status, conclusion })).toBe(state);
});

it.each([
  ['success', 'success'],
  ['pending', 'pending'],
  ['failure', 'failed'],
  ['error', 'failed'],
])('a status %s is %s', (status, state) => {
  expect(stateOfStatus(status)).toBe(state);
});
