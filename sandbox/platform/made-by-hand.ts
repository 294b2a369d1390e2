import type { Cluster } from '../controllers/api/cluster.ts';
import { type Controller, createController } from '../controllers/api/controller.ts';
import { resourceType } from '../kubernetes/resources.ts';

const NAMESPACE = resourceType('Namespace');

/** A Secret that people make once with kubectl, because its value may not be in git. */
export type HandMadeSecret = { namespace: string; name: string; values: Readonly<Record<string, string>> };

/** Makes each of them as soon as its namespace is there, once: what is deleted later stays deleted. */
export function makeByHand(cluster: Cluster, secrets: readonly HandMadeSecret[]): Controller {
  const left = new Set(secrets);
  return createController(cluster, {
    primary: NAMESPACE,
    reconcile({ metadata }) {
      if (metadata.deletionTimestamp !== undefined) {
        return;
      }
      for (const secret of left) {
        if (secret.namespace === metadata.name) {
          left.delete(secret);
          const { name, namespace, values } = secret;
          const data = Object.fromEntries(
            Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
          );
          cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data });
        }
      }
    },
  });
}
