import 'server-only';
import { createComputedTopic } from '#lib/live/computed-topic.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { readFleet } from '#lib/views/runners/fleet.ts';
import { findRunner, readRunners } from '#lib/views/runners/row.ts';

/** The fleet as rows, and what is said of all of it together. */
export function createRunnerTopics(services: Pick<Services, 'runnerSources'>, heard: () => () => void): Topic[] {
  // Who may use a scale set's group is told by another source than the scale set.
  const rules = services.runnerSources.flatMap((source) => source.rules ?? []);
  const runners = [...services.runnerSources.map((source) => source.runners), ...rules];
  const parts = [...runners, ...services.runnerSources.flatMap((source) => [source.gaps, source.waiting])];
  return [
    createComputedTopic({ name: 'runners', collections: runners, compute: () => readRunners(services), heard }),
    createComputedTopic({
      name: 'fleet',
      collections: parts,
      // That there are none, or none that may be seen any more, comes without ids.
      concerns: () => true,
      compute: () => {
        const fleet = readFleet(services);
        return fleet === null ? [] : [{ id: 'fleet', ...fleet }];
      },
      heard,
    }),
  ];
}

/** The page of one runner; null for a topic of another name. */
export function createRunnerTopic(
  services: Pick<Services, 'runnerSources'>,
  name: string,
  heard?: () => () => void,
): Topic | null {
  const [, id] = /^runner\/(.+)$/.exec(name) ?? [];
  if (id === undefined) {
    return null;
  }
  return createComputedTopic({
    name,
    collections: services.runnerSources.map((source) => source.runners),
    concerns: ({ upserted, removed }) => upserted.has(id) || removed.has(id),
    compute: () => {
      const found = findRunner(services, id);
      return found === null ? [] : [{ ...found.row }];
    },
    ...(heard === undefined ? {} : { heard }),
  });
}
