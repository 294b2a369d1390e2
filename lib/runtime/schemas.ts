import 'server-only';
import type { SchemaCatalogue } from '#lib/domain/guardrail/guardrail.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { createSchemaCatalogue } from '#lib/guardrails/schema/catalogue.ts';
import { fromOpenApi } from '#lib/guardrails/schema/from-open-api.ts';
import { loadShippedSchemas } from '#lib/guardrails/schema/shipped.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Cluster } from '#lib/ports/cluster.ts';
import type { Log } from '#lib/ports/log.ts';

/** Built-in kinds are shipped; asking every cluster for their megabytes of description would buy nothing. */
const SHIPPED_GROUP = /^(api|apis\/(apps|batch|autoscaling|policy|[a-z.]+\.k8s\.io))\/v[0-9a-z]+$/;
const MOST_DOCUMENTS = 60;
const AGAIN_MS = 30 * 60_000;
const RETRY_MS = 60_000;

export type Schemas = SchemaCatalogue & { stop(): void };

/**
 * The shapes that manifests are checked against: those shipped with the portal, and of the custom kinds that the
 * cluster has, its own, asked for again every half hour. Until the cluster has answered, its kinds are unknown.
 */
export async function startSchemas(cluster: Cluster, clock: Clock, log: Log): Promise<Schemas> {
  const shipped = await loadShippedSchemas();
  const stopping = new AbortController();
  let catalogue = createSchemaCatalogue(shipped);

  async function readCluster(): Promise<void> {
    const index = fieldsOf(fieldsOf(await cluster.get('/openapi/v3', stopping.signal)).paths);
    const wanted = Object.keys(index).filter((path) => path.includes('/v') && !SHIPPED_GROUP.test(path));
    const documents: unknown[] = [];
    for (const path of wanted.slice(0, MOST_DOCUMENTS)) {
      documents.push(await cluster.get(`/openapi/v3/${path}`, stopping.signal));
    }
    catalogue = createSchemaCatalogue(shipped, fromOpenApi(documents, `the kinds of ${cluster.label}`));
  }

  async function keepReading(): Promise<void> {
    while (!stopping.signal.aborted) {
      let pause = AGAIN_MS;
      try {
        await readCluster();
      } catch (error) {
        pause = RETRY_MS;
        log.info('the cluster`s schemas could not be read', { cluster: cluster.id, error });
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
