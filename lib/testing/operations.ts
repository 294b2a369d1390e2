import { createConnectionLog } from '#lib/portal/connection-log.ts';
import type { Operations } from '#lib/portal/operations.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { testCollection } from './collection.ts';

/** A portal with no connections and nothing to do, for what does not look at them. */
export function quietOperations(clock: Clock, overrides: Partial<Operations> = {}): Operations {
  return {
    log: createConnectionLog(clock),
    named: [],
    checks: testCollection(),
    pulse: testCollection(),
    watch: () => () => undefined,
    streams: () => ({ subscribers: 0, topics: 0, resets: 0 }),
    driver: () => ({ driven: 0, failing: 0, isHolder: true }),
    ...overrides,
  };
}
