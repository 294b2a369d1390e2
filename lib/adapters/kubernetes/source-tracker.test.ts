import { expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createSourceTracker } from './source-tracker.ts';

it.each([
  [true as const, 'absent'],
  [false as const, 'unreachable'],
])('what need not be installed and is not stays so while its server is gone (optional: %s)', (isOptional, expected) => {
  let state = '';
  const source = { id: 'lab/results', label: 'Results in lab', ...(isOptional ? { isOptional } : {}) };
  const tracker = createSourceTracker(source, createFakeClock(), (status) => {
    state = status.state;
  });
  tracker.trouble({ state: 'absent', reason: 'The cluster does not have it.' });
  tracker.trouble({ state: 'unreachable', reason: 'The API server does not answer.' });
  expect(state).toBe(expected);
  tracker.live('');
  tracker.trouble({ state: 'unreachable', reason: 'The API server does not answer.' });
  expect(state).toBe('unreachable');
});
