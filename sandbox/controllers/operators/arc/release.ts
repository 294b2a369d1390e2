import { type KubeObject, qualifiedName } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { Cluster } from '../../api/cluster.ts';
import { fieldsOf, numberOf, textOf } from '../../api/fields.ts';
import { ARC_TYPES } from './types.ts';

const DEPLOYMENT = resourceType('Deployment');
const SECRET = resourceType('Secret');
const DEFINITION = resourceType('CustomResourceDefinition');

export const PART_OF_LABEL = 'app.kubernetes.io/part-of';
export const VERSION_LABEL = 'app.kubernetes.io/version';
export const CONTROLLER_PART = 'gha-rs-controller';

/** The controller that runs, with its namespace, where listeners run too. */
export type ArcRelease = { namespace: string; version: string; image: string };

/** null while no controller runs, or while one of its kinds is missing. */
export function findRelease(cluster: Cluster): ArcRelease | null {
  const deployment = cluster.index
    .all(DEPLOYMENT)
    .find(
      ({ metadata, status }) =>
        metadata.labels?.[PART_OF_LABEL] === CONTROLLER_PART && numberOf(status?.availableReplicas, 0) > 0,
    );
  const areServed = ARC_TYPES.every((type) => cluster.get(DEFINITION, '', qualifiedName(type)) !== undefined);
  if (deployment === undefined || !areServed) {
    return null;
  }
  const { namespace = '', labels = {} } = deployment.metadata;
  const version = labels[VERSION_LABEL] ?? '';
  return { namespace, version, image: `ghcr.io/actions/gha-runner-scale-set-controller:${version}` };
}

export function isController({ kind, metadata }: KubeObject): boolean {
  return kind === 'Deployment' && metadata.labels?.[PART_OF_LABEL] === CONTROLLER_PART;
}

const APP_KEYS = ['github_app_id', 'github_app_installation_id', 'github_app_private_key'];

/** What a runner set signs in to GitHub with; null where the Secret is missing or lacks its keys. */
export type Credentials = { token: string } | { appId: string };

export function readCredentials(cluster: Cluster, namespace: string, secretName: string): Credentials | null {
  const data = fieldsOf(cluster.get(SECRET, namespace, secretName)?.data);
  const value = (key: string) => Buffer.from(textOf(data[key]), 'base64').toString('utf8');
  if (value('github_token') !== '') {
    return { token: value('github_token') };
  }
  return APP_KEYS.every((key) => value(key) !== '') ? { appId: value('github_app_id') } : null;
}

/** Labels of everything that belongs to a runner set. */
export function setLabels(set: KubeObject, component: string): Record<string, string> {
  const { organization, repository } = labelsOfUrl(textOf(set.spec?.githubConfigUrl));
  return {
    'actions.github.com/scale-set-name': set.metadata.name,
    'actions.github.com/scale-set-namespace': set.metadata.namespace ?? '',
    ...(organization === undefined ? {} : { 'actions.github.com/organization': organization }),
    ...(repository === undefined ? {} : { 'actions.github.com/repository': repository }),
    [PART_OF_LABEL]: 'gha-runner-scale-set',
    'app.kubernetes.io/component': component,
    [VERSION_LABEL]: set.metadata.labels?.[VERSION_LABEL] ?? '',
  };
}

function labelsOfUrl(url: string): { organization?: string; repository?: string } {
  const [organization, repository] = URL.canParse(url) ? new URL(url).pathname.split('/').slice(1) : [];
  return { ...(organization ? { organization } : {}), ...(repository ? { repository } : {}) };
}

/** Sets or takes away a finalizer; does nothing where it is so already. */
export function setFinalizer(cluster: Cluster, object: KubeObject, finalizer: string, isHeld: boolean): void {
  const before = object.metadata.finalizers ?? [];
  if (before.includes(finalizer) !== isHeld) {
    const finalizers = isHeld ? [...before, finalizer] : before.filter((one) => one !== finalizer);
    cluster.writeMetadata(object, { finalizers });
  }
}

/** Writes a status that differs from the one before; the same again would wake everybody for nothing. */
export function writeStatusIfNew(cluster: Cluster, object: KubeObject, status: Record<string, unknown>): void {
  if (JSON.stringify(object.status ?? {}) !== JSON.stringify(status)) {
    cluster.writeStatus(object, status);
  }
}
