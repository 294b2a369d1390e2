import 'server-only';
import { createGitLabFleet } from '#lib/adapters/forge/gitlab/runners/fleet.ts';
import type { Config, ForgeConfig } from '#lib/config/load.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type PolledFleet, pollFleet, runnerSourceId, type Told } from './poll-fleet.ts';

/** Jobs come and go in seconds while somebody looks; what changes a runner itself is rarer. */
const PACE = { fastMs: 4_000, slowMs: 60_000 };
const REQUEST_TIMEOUT_MS = 10_000;

type Places = Pick<Config, 'forges' | 'gitops'>;

/** Begins to read the runners of every forge that is configured. */
export function startRunnerFleets(config: Places, clock: Clock, told: Told): PolledFleet[] {
  return config.forges.map((forge) => startFleet(forge, placesOf(forge, config), clock, told));
}

function startFleet(
  { id, url, token }: ForgeConfig,
  places: { groups: string[]; projects: string[] },
  clock: Clock,
  told: Told,
): PolledFleet {
  const named = { id: runnerSourceId(id), label: `Runners of ${id}` };
  const fleet = createGitLabFleet({
    ...places,
    id,
    label: named.label,
    url,
    token,
    timeoutMs: REQUEST_TIMEOUT_MS,
    clock,
  });
  return pollFleet(fleet, named, PACE, clock, told);
}

/** What is named, and where nothing is, the repository that changes go to with the groups above it. */
function placesOf({ id, runners }: ForgeConfig, { gitops }: Places): { groups: string[]; projects: string[] } {
  const own = gitops.forge === id ? [gitops.repository] : [];
  const projects = runners?.projects ?? own;
  const above = own.flatMap((path) => {
    const parts = path.split('/').slice(0, -1);
    return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  });
  return { groups: runners?.groups ?? above, projects };
}
