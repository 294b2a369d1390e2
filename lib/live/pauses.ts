import type { Clock } from '#lib/ports/clock.ts';
import type { Topic } from './topic.ts';

export type Pauses = {
  /** The topic was told: if it has a pace, it rests. */
  begin(topic: Topic): void;
  isResting(topic: Topic): boolean;
};

/** Keeps topics to their pace. @param resume called when a topic that has something to tell has rested */
export function createPauses(clock: Clock, resume: () => void, signal: AbortSignal): Pauses {
  const resting = new Set<Topic>();
  return {
    begin(topic) {
      if (topic.paceMs === undefined) {
        return;
      }
      resting.add(topic);
      const end = () => {
        resting.delete(topic);
        if (topic.isDirty) {
          resume();
        }
      };
      // Rejects when the hub is closed.
      clock.sleep(topic.paceMs, signal).then(end, () => undefined);
    },
    isResting: (topic) => resting.has(topic),
  };
}
