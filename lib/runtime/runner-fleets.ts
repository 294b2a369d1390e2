import 'server-only';
import { createGiteaFleet } from '#lib/adapters/forge/gitea/runners/fleet.ts';
import { createGitHubFleet } from '#lib/adapters/forge/github/runners/fleet.ts';
import { createGitLabFleet } from '#lib/adapters/forge/gitlab/runners/fleet.ts';
import type { Config, ForgeConfig } from '#lib/config/load.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { type PolledFleet, pollFleet, runnerSourceId, type Told } from './poll-fleet.ts';
import { RUNNER_PACES } from './runner-paces.ts';

const REQUEST_TIMEOUT_MS = 10_000;

type Places = { groups: string[]; projects: string[] };

/** Begins to read the runners of every forge that is configured. */
export function startRunnerFleets(config: Pick<Config, 'forges' | 'gitops'>, clock: Clock, told: Told): PolledFleet[] {
  return config.forges.filter(hasRunners).map((forge) => startFleet(forge, placesOf(forge, config), clock, told));
}

/** Who names no place at all says that there are none to be looked for. */
export function hasRunners({ runners }: Pick<ForgeConfig, 'runners'>): boolean {
  return runners === undefined || runners.instance || runners.groups?.length !== 0 || runners.projects?.length !== 0;
}

function startFleet(forge: ForgeConfig, places: Places, clock: Clock, told: Told): PolledFleet {
  const named = { id: runnerSourceId(forge.id), label: `Runners of ${forge.id}` };
  return pollFleet(openFleet(forge, named.label, places, clock), named, RUNNER_PACES[forge.kind], clock, told);
}

function openFleet(
  { id, kind, url, token, runners }: ForgeConfig,
  label: string,
  { groups, projects }: Places,
  clock: Clock,
): RunnerFleet {
  const server = { id, label, url, timeoutMs: REQUEST_TIMEOUT_MS };
  const byOwner = { organizations: groups, repositories: projects };
  switch (kind) {
    case 'gitlab':
      return createGitLabFleet({ ...server, token, groups, projects, clock });
    case 'gitea':
      return createGiteaFleet({ ...server, ...byOwner, token, instance: runners?.instance ?? false });
    case 'github':
      return createGitHubFleet({ ...server, ...byOwner, credentials: { token }, clock });
  }
}

/**
 * What is named, and where nothing is, the repository that changes go to with the groups above it; on GitHub without, because
 * what is above a repository there is often a person, who has no runners.
 */
function placesOf({ id, kind, runners }: ForgeConfig, { gitops }: Pick<Config, 'gitops'>): Places {
  const own = gitops.forge === id ? [gitops.repository] : [];
  const projects = runners?.projects ?? own;
  const above = kind === 'github' ? [] : own.flatMap(groupsAbove);
  return { groups: runners?.groups ?? above, projects };
}

function groupsAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
