import 'server-only';
import type { Config } from '#lib/config/load.ts';
import type { Hub } from '#lib/live/hub.ts';
import type { ConnectionLog } from '#lib/portal/connection-log.ts';
import type { Operations } from '#lib/portal/operations.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChangeDriver } from '../change-driver.ts';
import { checkConnections, listConnections } from '../check/check-connections.ts';
import { createInspector } from './inspector.ts';

export type OperationsOptions = {
  config: Config;
  root: string;
  clock: Clock;
  log: Log;
  connections: ConnectionLog;
  hub: Pick<Hub, 'counts'>;
  /** Started later than what it works with. */
  driver(): Pick<ChangeDriver, 'counts'>;
};

/** What the page of connections is made of. */
export function createOperations(options: OperationsOptions): Operations & { stop(): void } {
  const { config, root, clock, log, connections, hub, driver } = options;
  const inspector = createInspector({ clock, log, check: () => checkConnections(config, root, clock) });
  return {
    ...inspector,
    log: connections,
    named: [...listConnections(config, root, clock), ...webhooksOf(config)],
    streams() {
      const { subscribers, topics, resets } = hub.counts();
      return { subscribers, topics: topics.filter((topic) => topic.subscribers > 0).length, resets };
    },
    driver: () => driver().counts(),
  };
}

/** Under which name the webhooks of a forge are known. */
function webhooksOf({ forges }: Config): Operations['named'][number][] {
  return forges
    .filter(({ webhookSecret }) => webhookSecret !== undefined)
    .map(({ id }) => ({ id: `webhooks/${id}`, title: `Webhooks of ${id}`, address: `/api/webhooks/${id}` }));
}
