import 'server-only';
import type { ArgoCdApi } from '#lib/adapters/argocd/api/client.ts';
import { createArgoCdApi } from '#lib/adapters/argocd/api/provider.ts';
import type { ClusterConfig } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { LiveTree } from '#lib/domain/application/live-tree.ts';
import { type Prefix, plainName } from '#lib/domain/cluster/qualified.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createLookedAt } from '#lib/live/looked-at.ts';
import type { EngineApi } from '#lib/portal/engine-api.ts';
import type { ApplicationDetails, ApplicationRef } from '#lib/ports/application-details.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Watching } from './metrics/watching.ts';

const TIMEOUT_MS = 10_000;
/** A rollout is watched by the second; argocd-server answers from its cache. */
const PACE_MS = 3_000;
const LINGER_MS = 15_000;
/** With one question each in 3 s, no more than argocd-server answers to a few people who look at it itself. */
const MOST_AT_ONCE = 60;

type Outlets = { report(source: string, error: unknown): void; watching: Watching };

/** Under which name the connection is known. */
export function engineApiConnection({ id }: Pick<ClusterConfig, 'id'>): string {
  return `argocd/${id}`;
}

/** Null without a token, or without somewhere to use it. */
export function argoCdApiOf({ argocd, argocdToken }: ClusterConfig): ArgoCdApi | null {
  const url = argocd?.url;
  const isConfigured = url !== undefined && argocdToken !== undefined;
  return isConfigured ? { name: 'Argo CD', url, token: argocdToken, timeoutMs: TIMEOUT_MS } : null;
}

type Running = { api: EngineApi; stop(): Promise<void> };
type Applications = Pick<Collection<Application>, 'get'>;

/** What asks argocd-server in each cluster that has one; the first speaks for all that are not told apart. */
export function startEngineApis(
  clusters: readonly ClusterConfig[],
  applications: Applications,
  clock: Clock,
  outlets: Outlets,
): Running {
  const all = clusters.flatMap((config, index): [Prefix, Running][] => {
    const prefix = index === 0 ? null : config.id;
    return config.argocd === undefined ? [] : [[prefix, startEngineApi(config, prefix, applications, clock, outlets)]];
  });
  const [first] = all;
  if (first === undefined) {
    throw new RangeError('a checked configuration has an Argo CD');
  }
  const byCluster = new Map(all.map(([prefix, { api }]) => [prefix, api]));
  return {
    api: all.length === 1 ? first[1].api : { ...first[1].api, byCluster },
    async stop() {
      await Promise.all(all.map(([, running]) => running.stop()));
    },
  };
}

/** What asks argocd-server, of nothing but the applications that somebody looks at. */
function startEngineApi(
  config: ClusterConfig,
  prefix: Prefix,
  applications: Applications,
  clock: Clock,
  { report, watching }: Outlets,
): Running {
  const connected = argoCdApiOf(config);
  if (connected === null) {
    const variable = secretName('CLUSTER', config.id, 'ARGOCD_TOKEN');
    const remedy = `Configure clusters[].argocd.url and put the API key of an account that may get applications into ${variable}.`;
    return { api: { isOn: false, remedy }, stop: async () => undefined };
  }
  const id = engineApiConnection(config);
  const details = underPlainNames(prefix, measured(createArgoCdApi(connected), id, { report, watching }));
  const trees = createLookedAt<LiveTree>({
    clock,
    source: { id, label: "Argo CD's API" },
    read: (application, signal) => details.readTree(findApplication(applications, application), signal),
    paceMs: PACE_MS,
    // The adapter gives up first, and says of whom it heard nothing.
    timeoutMs: 2 * TIMEOUT_MS,
    lingerMs: LINGER_MS,
    most: MOST_AT_ONCE,
    random: Math.random,
  });
  const api = { isOn: true, details, trees, mayRefresh: config.argocd?.refresh === true } as const;
  return { api, stop: trees.stop };
}

/** An Argo CD of a cluster that is not the first knows nothing of the names that its applications have here. */
function underPlainNames(prefix: Prefix, details: ApplicationDetails): ApplicationDetails {
  const plain = (application: ApplicationRef) => ({ ...application, namespace: plainName(application.namespace) });
  return prefix === null
    ? details
    : {
        readTree: (application, signal) => details.readTree(plain(application), signal),
        readDifference: (application, key, signal) => details.readDifference(plain(application), key, signal),
        refresh: (application, signal) => details.refresh(plain(application), signal),
      };
}

function findApplication(applications: Applications, id: string): Application {
  const found = applications.get(id);
  if (found === undefined) {
    const message = `the application ${id} is gone`;
    throw new ExternalError({ provider: 'Argo CD', operation: 'read live tree', kind: 'not-found', message });
  }
  return found;
}

/** Notes on which calls the connection was heard and on which it failed, whoever made them. */
function measured(details: ApplicationDetails, id: string, { report, watching }: Outlets): ApplicationDetails {
  const noted = async <Answer>(signal: AbortSignal, call: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await call;
      watching.connections.heard(id);
      return answer;
    } catch (error) {
      // Nobody waits any more, or there is no such application: that says nothing against the connection.
      if (error instanceof ExternalError && error.kind === 'not-found') {
        watching.connections.heard(id);
      } else if (!signal.aborted) {
        report(id, error);
      }
      throw error;
    }
  };
  return {
    readTree: (application, signal) => noted(signal, details.readTree(application, signal)),
    readDifference: (application, key, signal) => noted(signal, details.readDifference(application, key, signal)),
    refresh: (application, signal) => noted(signal, details.refresh(application, signal)),
  };
}
