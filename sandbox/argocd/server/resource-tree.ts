import type { Cluster } from '../../controllers/api/cluster.ts';
import { type Fields, fieldAt, listOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { podProgress } from '../../kubernetes/table/kinds/pod-progress.ts';
import { resourceKeyOf, versionOf } from '../application/resource-key.ts';
import type { ManagedApplication } from '../controller/app-controller.ts';
import { resourceHealth } from '../health/health.ts';

/** `v1alpha1.ApplicationTree`: what an Application brings, and whatever in the cluster is owned by that. */
export function resourceTree({ resources, hasApplicationHealth }: ManagedApplication, { index }: Cluster): Fields {
  const nodes: Fields[] = [];
  const seen = new Set<string>();
  const add = (object: KubeObject, isManaged: boolean) => {
    const uid = object.metadata.uid ?? '';
    if (seen.has(uid)) {
      return;
    }
    seen.add(uid);
    nodes.push(nodeOf(object, isManaged, hasApplicationHealth));
    for (const child of index.ownedBy(uid)) {
      add(child, false);
    }
  };
  for (const { live, target, key, version } of resources) {
    if (live !== null) {
      add(live, true);
    } else if (target !== null) {
      nodes.push({ ...withoutEmpty({ version, ...key }), health: { status: 'Missing' } });
    }
  }
  return { nodes };
}

function nodeOf(object: KubeObject, isManaged: boolean, hasApplicationHealth: boolean): Fields {
  const { uid, resourceVersion, creationTimestamp, ownerReferences = [] } = object.metadata;
  const health = resourceHealth(object, hasApplicationHealth);
  const images =
    object.kind === 'Pod' ? listOf(object.spec?.containers).map((one) => textOf(fieldAt(one, 'image'))) : [];
  const info = infoOf(object);
  return {
    ...withoutEmpty({ version: versionOf(object.apiVersion), ...resourceKeyOf(object) }),
    uid,
    ...(isManaged || ownerReferences.length === 0
      ? {}
      : {
          parentRefs: ownerReferences.map((owner) => ({
            ...withoutEmpty({
              group: owner.apiVersion.includes('/') ? owner.apiVersion.slice(0, owner.apiVersion.indexOf('/')) : '',
              kind: owner.kind,
              namespace: object.metadata.namespace ?? '',
              name: owner.name,
            }),
            uid: owner.uid,
          })),
        }),
    ...(info.length === 0 ? {} : { info }),
    resourceVersion,
    ...(images.length === 0 ? {} : { images }),
    ...(health === null
      ? {}
      : { health: { status: health.status, ...(health.message ? { message: health.message } : {}) } }),
    createdAt: creationTimestamp,
  };
}

/** What the columns of Argo CD's own tree show: controller/cache/info.go. */
function infoOf(object: KubeObject): Fields[] {
  if (object.kind === 'ReplicaSet') {
    const revision = object.metadata.annotations?.['deployment.kubernetes.io/revision'];
    return revision === undefined ? [] : [{ name: 'Revision', value: `Rev:${revision}` }];
  }
  if (object.kind !== 'Pod') {
    return [];
  }
  const { ready, total, reason } = podProgress(object);
  const node = textOf(object.spec?.nodeName);
  return [
    { name: 'Status Reason', value: reason },
    ...(node === '' ? [] : [{ name: 'Node', value: node }]),
    { name: 'Containers', value: `${ready}/${total}` },
  ];
}

/** As Go leaves out empty texts (`omitempty`). */
function withoutEmpty(fields: Record<string, string>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}
