import type { Application } from '#lib/domain/application/application.ts';
import { type Fields, fieldsOf, itemsOf, oneOf, textOf, timeOf } from '#lib/domain/value/fields.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { type ObjectMetadata, readMetadata } from '../_shared/object-metadata.ts';
import { shownText } from '../_shared/shown-text.ts';
import { trackedBy } from '../_shared/tracking.ts';
import { readConditions, readHistory, readOperation, readRevisions } from './application-history.ts';
import { readHooks, readResources } from './application-resources.ts';
import { readSources } from './application-sources.ts';
import { sharedText } from './shared-text.ts';
import { HEALTH_STATUSES, SYNC_STATUSES } from './statuses.ts';
import { readRetry } from './sync-retry.ts';
import { waveOf } from './wave.ts';

const MOST_IMAGES = 200;
const MOST_OWNERS = 20;

/** `Application` as Argo CD 2.x and 3.x write it (argo-cd pkg/apis/application/v1alpha1/types.go). */
export const APPLICATION_KIND: KindDescriptor<Application> = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  resource: 'applications',
  kind: 'Application',
  namespaced: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const metadata = readMetadata(object);
    const { name, namespace, createdAt } = metadata;
    const spec = fieldsOf(object.spec);
    const status = fieldsOf(object.status);
    const sync = fieldsOf(status.sync);
    const health = fieldsOf(status.health);
    const destination = fieldsOf(spec.destination);
    return {
      id: `${namespace}/${name}`,
      namespace: sharedText(namespace),
      name,
      project: sharedText(textOf(spec.project) || 'default'),
      wave: waveOf(metadata.annotations),
      parent: parentOf(metadata, textOf(status.controllerNamespace)),
      generatedBy: generatedBy(metadata),
      createdAt,
      sources: readSources(spec),
      destination: {
        cluster: sharedText(textOf(destination.name) || shownText(destination.server, 512)),
        namespace: sharedText(textOf(destination.namespace)),
      },
      automated: readAutomated(fieldsOf(spec.syncPolicy).automated),
      sync: oneOf(sync.status, SYNC_STATUSES, 'Unknown'),
      revisions: readRevisions(sync),
      health: oneOf(health.status, HEALTH_STATUSES, 'Unknown'),
      healthMessage: shownText(health.message, 1000),
      healthSince: timeOf(health.lastTransitionTime),
      operation: readOperation(status.operationState),
      retry: readRetry(status.operationState),
      conditions: readConditions(status.conditions),
      resources: readResources(status),
      hooks: readHooks(status),
      resourceHealth: status.resourceHealthSource === 'appTree' ? 'tree' : 'inline',
      history: readHistory(status.history),
      images: itemsOf(fieldsOf(status.summary).images, MOST_IMAGES).map((image) => shownText(image, 512)),
      reconciledAt: timeOf(status.reconciledAt),
    };
  },
};

/**
 * The application that made this one. One outside Argo CD's own namespace is named `namespace_name`; one inside is
 * named alone, and Argo CD's namespace is the one that the controller noted here, or else where this one lives.
 */
function parentOf(metadata: ObjectMetadata, controllerNamespace: string): string | null {
  const tracked = trackedBy(metadata, { group: 'argoproj.io', kind: 'Application' });
  if (tracked === null) {
    return null;
  }
  const separator = tracked.indexOf('_');
  const parent =
    separator === -1
      ? `${controllerNamespace || metadata.namespace}/${tracked}`
      : `${tracked.slice(0, separator)}/${tracked.slice(separator + 1)}`;
  return parent === `${metadata.namespace}/${metadata.name}` ? null : parent;
}

/** The ApplicationSet that owns it; owners live in the namespace of what they own. */
function generatedBy({ fields, namespace }: ObjectMetadata): string | null {
  const owner = itemsOf(fields.ownerReferences, MOST_OWNERS)
    .map(fieldsOf)
    .find(({ kind, apiVersion }) => kind === 'ApplicationSet' && textOf(apiVersion).startsWith('argoproj.io/'));
  const name = textOf(owner?.name);
  return name === '' ? null : sharedText(`${namespace}/${name}`);
}

/** Present means on, unless it says otherwise (`enabled: false`, since 2.14). */
function readAutomated(value: unknown): Application['automated'] {
  if (typeof value !== 'object' || value === null) {
    return null;
  }
  const { prune, selfHeal, enabled }: Fields = fieldsOf(value);
  return enabled === false ? null : { prune: prune === true, selfHeal: selfHeal === true };
}
