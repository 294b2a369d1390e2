import type { FleetGap, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import { createCollection } from '#lib/live/collection.ts';
import type { RunnerSource } from '#lib/portal/context.ts';
import { type ScaleSetParts, scaleSetsOf } from '#lib/portal/scale-sets-of.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';

/** Runners come and go many at once; what they make together is worked out once for all that came in this time. */
const LATER_MS = 100;

/**
 * The scale sets of a cluster as a part of the fleet, kept up to date with what they are made of. It stands on the source
 * of the sets themselves, and is absent where the Actions Runner Controller is not installed.
 * @param signal when nobody is told of anything any more
 */
export function createScaleSetSource(parts: ScaleSetParts, clock: Clock, signal: AbortSignal): RunnerSource {
  const { scaleSets, pods, nodes } = parts;
  const { sets, listeners, runners: ephemeral } = scaleSets;
  const runners = createCollection<Runner>(sets.source, clock.now());
  const gaps = createCollection<FleetGap>(sets.source, clock.now());
  const waiting = createCollection<WaitingJob>(sets.source, clock.now());
  let isDue = false;

  const update = () => {
    isDue = false;
    runners.replace(new Map((scaleSetsOf(parts) ?? []).map((runner) => [runner.id, runner])));
    gaps.replace(new Map([listeners, ephemeral].flatMap(toGap).map((gap) => [gap.id, gap])));
    for (const collection of [runners, gaps, waiting]) {
      collection.status(sets.source);
    }
  };
  const updateLater = () => {
    if (!isDue) {
      isDue = true;
      // Rejects at the end.
      clock.sleep(LATER_MS, signal).then(update, () => undefined);
    }
  };
  for (const collection of [sets, listeners, ephemeral]) {
    collection.subscribe(updateLater);
  }
  // Of all the pods of a cluster these few matter; a change without ids is one of the whole source.
  const isOurs = (id: string) => listeners.get(id) !== undefined || ephemeral.get(id) !== undefined;
  pods.subscribe(({ upserted, removed }: CollectionChange) => {
    if (upserted.size + removed.size === 0 || [...upserted, ...removed].some(isOurs)) {
      updateLater();
    }
  });
  nodes.subscribe(() => sets.size > 0 && updateLater());
  update();
  return { forge: 'github', runners, gaps, waiting };
}

/** A kind that may not be read leaves holes in every set. */
function toGap({ source }: Collection<unknown>): FleetGap[] {
  const { id, label, state, reason = '', remedy = '' } = source;
  return state === 'forbidden' ? [{ id, subject: label, reason, remedy }] : [];
}
