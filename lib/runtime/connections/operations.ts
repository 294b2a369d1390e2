import 'server-only';
import { type Config, signInForge } from '#lib/config/load.ts';
import type { Hub } from '#lib/live/hub.ts';
import type { ConnectionLog } from '#lib/portal/connection-log.ts';
import type { NamedConnection, Operations } from '#lib/portal/operations.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import type { ChangeDriver } from '../change-driver.ts';
import { checkConnections, listConnections } from '../check/check-connections.ts';
import { forgeConnection } from '../metrics/measure-forge.ts';
import { runnerSourceId } from '../poll-fleet.ts';
import { hasRunners } from '../runner-fleets.ts';
import { createInspector } from './inspector.ts';

export type OperationsOptions = {
  config: Config;
  root: string;
  clock: Clock;
  log: Log;
  connections: ConnectionLog;
  hub: Pick<Hub, 'counts'>;
  /** A small question to the forge, which nobody asks while there is no change under way. */
  askForge(): Promise<unknown>;
  /** Started later than what it works with. */
  driver(): Pick<ChangeDriver, 'counts'>;
};

/** What the page of connections is made of. */
export function createOperations(options: OperationsOptions): Operations & { stop(): void } {
  const { config, root, clock, log, connections, hub, driver, askForge } = options;
  const inspector = createInspector({
    clock,
    log,
    check: (ids) => checkConnections(config, root, clock, ids),
    ask: askForge,
  });
  return {
    ...inspector,
    log: connections,
    named: [
      ...listConnections(config, root, clock).map(withWhole(config)),
      ...runnersOf(config),
      ...webhooksOf(config),
    ],
    streams() {
      const { subscribers, topics, resets } = hub.counts();
      return { subscribers, topics: topics.filter((topic) => topic.subscribers > 0).length, resets };
    },
    driver: () => driver().counts(),
  };
}

/** Sign-in and repository are on a forge, and Argo CD is in its cluster: they are down with them. */
function withWhole({ gitops, ...config }: Config) {
  return (one: Omit<NamedConnection, 'partOf'>): NamedConnection => {
    const [kind, cluster, part] = one.id.split('/');
    if (kind === 'clusters' && part !== undefined) {
      return { ...one, partOf: `clusters/${cluster}` };
    }
    if (kind === 'sign-in') {
      return { ...one, partOf: forgeConnection(cluster ?? signInForge(config)) };
    }
    if (kind === 'gitops') {
      const path = one.id.slice('gitops/'.length);
      const { forge = gitops.forge } = gitops.watched.find(({ repository }) => repository === path) ?? gitops;
      return { ...one, partOf: forgeConnection(forge) };
    }
    return { ...one, partOf: null };
  };
}

/** The runners of a forge are one more thing that is read from it. */
function runnersOf({ forges }: Config): NamedConnection[] {
  return forges.filter(hasRunners).map(({ id, url }) => ({
    id: runnerSourceId(id),
    title: `Runners of ${id}`,
    address: url,
    partOf: forgeConnection(id),
  }));
}

/** Under which name the webhooks of a forge are known. */
function webhooksOf({ forges }: Config): NamedConnection[] {
  return forges
    .filter(({ webhookSecret }) => webhookSecret !== undefined)
    .map(({ id }) => ({
      id: `webhooks/${id}`,
      title: `Webhooks of ${id}`,
      address: `/api/webhooks/${id}`,
      partOf: forgeConnection(id),
    }));
}
