import type { Clock } from '#lib/ports/clock.ts';
import type { Topic } from './topic.ts';

/** Whether somebody may have read what a topic shows while it changed. */
export type Reads = {
  /** Somebody asks where the stream stands, and reads after that. */
  begin(): void;
  /** Whether anybody may have read since this was last asked of the topic. */
  sinceLastOf(topic: Topic): boolean;
};

/** Who has asked reads within this time. */
const LONGEST_READ_MS = 5000;

export function createReads(clock: Clock): Reads {
  let begunAt = Number.NEGATIVE_INFINITY;
  const askedAt = new WeakMap<Topic, number>();
  return {
    begin() {
      begunAt = clock.now();
    },
    sinceLastOf(topic) {
      const lastAt = askedAt.get(topic) ?? Number.NEGATIVE_INFINITY;
      askedAt.set(topic, clock.now());
      return begunAt > lastAt - LONGEST_READ_MS;
    },
  };
}
