import type { AccessRule } from '#lib/domain/runner/access-rule.ts';
import type { FleetGap, FleetReading, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import type { RunnerSource } from '#lib/portal/context.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { measureSink } from './metrics/measure-sink.ts';
import type { Watching } from './metrics/watching.ts';

export type PolledFleet = { source: RunnerSource; poller: Poller };
export type Told = { report(source: string, error: unknown): void; watching: Watching; attention?: Attention };
/** Between two readings while somebody looks, and while nobody does. */
export type FleetPace = { fastMs: number; slowMs: number };

/** A forge that is back shows within a few seconds. */
const LONGEST_BACKOFF_MS = 4_000;
/** A large fleet is listed page by page. */
const READ_TIMEOUT_MS = 40_000;

/** Under which id the runners of a forge are known. */
export function runnerSourceId(forgeId: string): string {
  return `runners/${forgeId}`;
}

/** Reads a fleet again and again. One reading fills all parts, so that they belong together and stand on one source. */
export function pollFleet(
  fleet: RunnerFleet,
  named: { id: string; label: string },
  { fastMs, slowMs }: FleetPace,
  clock: Clock,
  { report, watching, attention }: Told,
): PolledFleet {
  const { id } = fleet;
  const runners = createCollection<Runner>(named, clock.now());
  const gaps = createCollection<FleetGap>(named, clock.now());
  const waiting = createCollection<WaitingJob>(named, clock.now());
  const rules = createCollection<AccessRule>(named, clock.now());
  const sink: ReflectionSink<FleetReading> = {
    replace(readings) {
      const reading = readings.get(id);
      gaps.replace(reading?.gaps ?? new Map());
      waiting.replace(reading?.waiting ?? new Map());
      rules.replace(reading?.rules ?? new Map());
      runners.replace(reading?.runners ?? new Map());
    },
    upsert: () => undefined,
    remove: () => undefined,
    status(status) {
      gaps.status(status);
      waiting.status(status);
      rules.status(status);
      runners.status(status);
    },
  };
  const poller = createPoller<FleetReading>({
    clock,
    read: async (signal) => new Map([[id, await fleet.read(signal)]]),
    sink: measureSink(sink, named.id, watching),
    source: named,
    fastMs,
    slowMs,
    timeoutMs: READ_TIMEOUT_MS,
    random: Math.random,
    maxBackoffMs: Math.min(fastMs, LONGEST_BACKOFF_MS),
    report: (error) => report(named.id, error),
    ...(attention === undefined ? {} : { attention }),
  });
  return { source: { forge: fleet.forge, runners, gaps, waiting, rules }, poller };
}
