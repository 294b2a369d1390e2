import type { Runner } from './runner.ts';

/** How a runner is, in one word; the worst first. */
export const RUNNER_STANDINGS = ['stale', 'offline', 'never_contacted', 'paused', 'busy', 'idle'] as const;
export type RunnerStanding = (typeof RUNNER_STANDINGS)[number];

/** A runner that is paused and gone is gone: waking it would not bring it back. */
export function standingOf({ status, paused, busy }: Pick<Runner, 'status' | 'paused' | 'busy'>): RunnerStanding {
  if (status !== 'online') {
    return status;
  }
  return paused ? 'paused' : busy ? 'busy' : 'idle';
}
