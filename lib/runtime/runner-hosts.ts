import 'server-only';
import { createGiteaFleet } from '#lib/adapters/forge/gitea/runners/fleet.ts';
import { createGitHubFleet } from '#lib/adapters/forge/github/runners/fleet.ts';
import type { Config, RunnerHostConfig } from '#lib/config/load.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { type PolledFleet, pollFleet, runnerSourceId, type Told } from './poll-fleet.ts';
import { RUNNER_PACES } from './runner-paces.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/** Begins to read the runners of what is configured besides the forges that changes go to. */
export function startRunnerHosts({ runners }: Pick<Config, 'runners'>, clock: Clock, told: Told): PolledFleet[] {
  return runners.map((host) => {
    const fleet = openRunnerHost(host, clock);
    return pollFleet(fleet, { id: runnerSourceId(host.id), label: fleet.label }, RUNNER_PACES[host.kind], clock, told);
  });
}

export function openRunnerHost(host: RunnerHostConfig, clock: Pick<Clock, 'now'>): RunnerFleet {
  const { id, url, app, token, privateKey, instance, organizations, repositories } = host;
  const places = { id, label: `Runners of ${id}`, url, organizations, repositories, timeoutMs: REQUEST_TIMEOUT_MS };
  return host.kind === 'gitea'
    ? createGiteaFleet({ ...places, token, instance })
    : createGitHubFleet({
        ...places,
        credentials: app === undefined ? { token } : { appId: app.id, installationId: app.installation, privateKey },
        clock,
      });
}
