import 'server-only';
import { createGitHubFleet } from '#lib/adapters/forge/github/runners/fleet.ts';
import type { Config, RunnerHostConfig } from '#lib/config/load.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { type PolledFleet, pollFleet, runnerSourceId, type Told } from './poll-fleet.ts';

/** GitHub allows so many requests in a minute that even those which cost nothing are not to be wasted. */
const PACE = { fastMs: 10_000, slowMs: 120_000 };
const REQUEST_TIMEOUT_MS = 10_000;

/** Begins to read the runners of what is configured on GitHub. */
export function startGitHubFleets({ runners }: Pick<Config, 'runners'>, clock: Clock, told: Told): PolledFleet[] {
  return runners.map((host) => {
    const fleet = openGitHubFleet(host, clock);
    return pollFleet(fleet, { id: runnerSourceId(host.id), label: fleet.label }, PACE, clock, told);
  });
}

export function openGitHubFleet(host: RunnerHostConfig, clock: Pick<Clock, 'now'>): RunnerFleet {
  const { id, url, app, token, privateKey, organizations, repositories } = host;
  return createGitHubFleet({
    id,
    label: `Runners of ${id}`,
    url,
    credentials: app === undefined ? { token } : { appId: app.id, installationId: app.installation, privateKey },
    organizations,
    repositories,
    timeoutMs: REQUEST_TIMEOUT_MS,
    clock,
  });
}
