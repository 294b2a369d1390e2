import 'server-only';
import type { SchemaCatalogue } from '#lib/domain/guardrail/guardrail.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { builtInVersions, createSchemaCatalogue } from '#lib/guardrails/schema/catalogue.ts';
import { fromOpenApi } from '#lib/guardrails/schema/from-open-api.ts';
import { loadShippedSchemas } from '#lib/guardrails/schema/shipped.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Cluster } from '#lib/ports/cluster.ts';
import type { Log } from '#lib/ports/log.ts';

/** Of a group and version in the index: `api/v1`, `apis/apps/v1`. Others describe what has no objects. */
const DOCUMENT = /^apis?\/((?:[^/]+\/)?v[0-9a-z]+)$/;
const MOST_DOCUMENTS = 60;
const AGAIN_MS = 30 * 60_000;
const RETRY_MS = 60_000;

export type Schemas = SchemaCatalogue & { stop(): void };

/**
 * The shapes that manifests are checked against: those shipped with the portal, and of every kind that the cluster has
 * besides, its own, asked for again every half hour. Until the cluster has answered, its kinds are unknown.
 */
export async function startSchemas(cluster: Cluster, clock: Clock, log: Log): Promise<Schemas> {
  const shipped = await loadShippedSchemas();
  // Built-in kinds are shipped; asking every cluster for their megabytes of description would buy nothing.
  const isShipped = builtInVersions(shipped);
  const stopping = new AbortController();
  let documents: ReadonlyMap<string, unknown> = new Map();
  let catalogue = createSchemaCatalogue(shipped);

  /** Gives whether all of it could be read. A part that could not is kept as it was. */
  async function readCluster(): Promise<boolean> {
    const index = fieldsOf(fieldsOf(await cluster.get('/openapi/v3', stopping.signal)).paths);
    const wanted = Object.keys(index).filter((path) => {
      const version = DOCUMENT.exec(path)?.[1];
      return version !== undefined && !isShipped.has(version);
    });
    const read = new Map<string, unknown>();
    let isWhole = true;
    for (const path of wanted.slice(0, MOST_DOCUMENTS)) {
      try {
        read.set(path, await cluster.get(`/openapi/v3/${path}`, stopping.signal));
      } catch (error) {
        stopping.signal.throwIfAborted();
        // An API that another server adds (metrics.k8s.io) may be away while the cluster is well.
        isWhole = false;
        read.set(path, documents.get(path));
        log.info('a part of the cluster’s schemas could not be read', { cluster: cluster.id, path, error });
      }
    }
    documents = read;
    catalogue = createSchemaCatalogue(shipped, fromOpenApi([...read.values()], `the kinds of ${cluster.label}`));
    return isWhole;
  }

  async function keepReading(): Promise<void> {
    while (!stopping.signal.aborted) {
      let pause = RETRY_MS;
      try {
        pause = (await readCluster()) ? AGAIN_MS : RETRY_MS;
      } catch (error) {
        log.info('the cluster’s schemas could not be read', { cluster: cluster.id, error });
      }
      await clock.sleep(pause, stopping.signal).catch(() => undefined);
    }
  }
  void keepReading();
  return {
    get description() {
      return catalogue.description;
    },
    validate: (apiVersion, kind, value) => catalogue.validate(apiVersion, kind, value),
    stop: () => stopping.abort(),
  };
}
