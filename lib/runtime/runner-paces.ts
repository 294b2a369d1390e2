import type { FleetPace } from './poll-fleet.ts';

/**
 * Jobs come and go in seconds while somebody looks; what changes a runner itself is rarer. GitHub allows so few requests in an
 * hour that even those which cost nothing are not to be wasted.
 */
export const RUNNER_PACES = {
  gitlab: { fastMs: 4_000, slowMs: 60_000 },
  gitea: { fastMs: 4_000, slowMs: 60_000 },
  github: { fastMs: 10_000, slowMs: 120_000 },
} as const satisfies Record<string, FleetPace>;
