import 'server-only';
import { createGitLabFleet } from '#lib/adapters/forge/gitlab/runners/fleet.ts';
import type { Config, ForgeConfig } from '#lib/config/load.ts';
import type { FleetGap, FleetReading, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import type { RunnerSource } from '#lib/portal/context.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import { measureSink } from './metrics/measure-sink.ts';
import type { Watching } from './metrics/watching.ts';

export type PolledFleet = { source: RunnerSource; poller: Poller };

/** Jobs come and go in seconds while somebody looks; what changes a runner itself is rarer. */
const FAST_MS = 4_000;
const SLOW_MS = 60_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** A large fleet is listed page by page. */
const READ_TIMEOUT_MS = 40_000;

type Told = { report(source: string, error: unknown): void; watching: Watching };

type Places = Pick<Config, 'forges' | 'gitops'>;

/** Begins to read the runners of every forge that is configured. */
export function startRunnerFleets(config: Places, clock: Clock, told: Told): PolledFleet[] {
  return config.forges.map((forge) => startFleet(forge, placesOf(forge, config), clock, told));
}

/** Under which id the runners of a forge are known. */
export function runnerSourceId(forgeId: string): string {
  return `runners/${forgeId}`;
}

function startFleet(
  { id, url, token }: ForgeConfig,
  places: { groups: string[]; projects: string[] },
  clock: Clock,
  { report, watching }: Told,
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
  const runners = createCollection<Runner>(named, clock.now());
  const gaps = createCollection<FleetGap>(named, clock.now());
  const waiting = createCollection<WaitingJob>(named, clock.now());
  // One reading fills all three, so that they belong together and stand on one source.
  const sink: ReflectionSink<FleetReading> = {
    replace(readings) {
      const reading = readings.get(id);
      gaps.replace(reading?.gaps ?? new Map());
      waiting.replace(reading?.waiting ?? new Map());
      runners.replace(reading?.runners ?? new Map());
    },
    upsert: () => undefined,
    remove: () => undefined,
    status(status) {
      gaps.status(status);
      waiting.status(status);
      runners.status(status);
    },
  };
  const poller = createPoller<FleetReading>({
    clock,
    read: async (signal) => new Map([[id, await fleet.read(signal)]]),
    sink: measureSink(sink, named.id, watching),
    source: named,
    fastMs: FAST_MS,
    slowMs: SLOW_MS,
    timeoutMs: READ_TIMEOUT_MS,
    random: Math.random,
    maxBackoffMs: FAST_MS,
    report: (error) => report(named.id, error),
  });
  return { source: { runners, gaps, waiting }, poller };
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
