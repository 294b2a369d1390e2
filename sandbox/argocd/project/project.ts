import { fieldsOf, listOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { groupOf } from '../application/resource-key.ts';
import type { ApplicationSpec } from '../application/spec.ts';
import { normalizeRepoUrl } from '../git/repositories.ts';
import { matchesGlob } from '../manifests/glob.ts';

export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';
export const IN_CLUSTER_NAME = 'in-cluster';

type Destination = { server: string; name: string; namespace: string };

/** A list of patterns, of which those with a leading `!` take back: one must fit and none of those may. */
function isListed<Value>(
  patterns: readonly Value[],
  isDenial: (one: Value) => boolean,
  fits: (one: Value) => boolean,
): boolean {
  return patterns.some((one) => !isDenial(one) && fits(one)) && !patterns.some((one) => isDenial(one) && fits(one));
}

function fitsText(pattern: string, text: string): boolean {
  return matchesGlob(pattern.replace(/^!/, ''), text);
}

function destinationsOf(project: KubeObject): Destination[] {
  return listOf(project.spec?.destinations).map((value) => {
    const { server, name, namespace } = fieldsOf(value);
    return { server: textOf(server), name: textOf(name), namespace: textOf(namespace) };
  });
}

export function isDestinationPermitted(project: KubeObject, namespace: string): boolean {
  return isListed(
    destinationsOf(project),
    (one) => [one.server, one.name, one.namespace].some((text) => text.startsWith('!')),
    (one) => {
      const isServer = one.server !== '' && fitsText(one.server, IN_CLUSTER_SERVER);
      const isName = one.name !== '' && fitsText(one.name, IN_CLUSTER_NAME);
      return (isServer || isName) && fitsText(one.namespace, namespace);
    },
  );
}

export function isSourcePermitted(project: KubeObject, repoURL: string): boolean {
  const patterns = listOf(project.spec?.sourceRepos).map((pattern) => textOf(pattern));
  return isListed(
    patterns,
    (pattern) => pattern.startsWith('!'),
    (pattern) => fitsText(pattern.replace(/\.git$/, '').toLowerCase(), normalizeRepoUrl(repoURL)),
  );
}

function listsKind(value: unknown, group: string, kind: string): boolean {
  return listOf(value).some((one) => {
    const { group: groupPattern, kind: kindPattern } = fieldsOf(one);
    return matchesGlob(textOf(groupPattern), group) && matchesGlob(textOf(kindPattern), kind);
  });
}

/** Why a project does not let an object be managed; null when it does: util/argo, IsGroupKindPermitted. */
export function objectRefusal(project: KubeObject, object: KubeObject, isNamespaced: boolean): string | null {
  const group = groupOf(object.apiVersion);
  const spec = fieldsOf(project.spec);
  const isAllowed = isNamespaced
    ? (spec.namespaceResourceWhitelist === undefined ||
        listsKind(spec.namespaceResourceWhitelist, group, object.kind)) &&
      !listsKind(spec.namespaceResourceBlacklist, group, object.kind)
    : listsKind(spec.clusterResourceWhitelist, group, object.kind) &&
      !listsKind(spec.clusterResourceBlacklist, group, object.kind);
  if (!isAllowed) {
    return `resource ${group}:${object.kind} is not permitted in project ${project.metadata.name}`;
  }
  const namespace = object.metadata.namespace ?? '';
  return isNamespaced && !isDestinationPermitted(project, namespace)
    ? `namespace ${namespace} is not permitted in project '${project.metadata.name}'`
    : null;
}

function destinationProblem(spec: ApplicationSpec): string | null {
  const server = textOf(spec.destination.server);
  const name = textOf(spec.destination.name);
  if (server !== '' && name !== '') {
    return `application destination can't have both name and server defined: ${name} ${server}`;
  }
  if (server === '' && name === '') {
    return 'Destination server missing from app spec';
  }
  if (name !== '' && name !== IN_CLUSTER_NAME) {
    return `unable to find destination server: there are no clusters with this name: ${name}`;
  }
  return server === '' || server === IN_CLUSTER_SERVER ? null : `cluster '${server}' has not been configured`;
}

/** What is wrong with an Application's spec, each a text of an InvalidSpecError: util/argo/argo.go, ValidatePermissions. */
export function specProblems(spec: ApplicationSpec, project: KubeObject | undefined): string[] {
  if (project === undefined) {
    return [`Application referencing project ${spec.project} which does not exist`];
  }
  const problems: string[] = [];
  for (const source of spec.sources) {
    if (source.repoURL === '' || (source.path === '' && source.chart === '' && source.ref === '')) {
      problems.push(
        'spec.source.repoURL and either spec.source.path, spec.source.chart, or spec.source.ref are required',
      );
    } else if (source.chart !== '' && source.targetRevision === '') {
      problems.push('spec.source.targetRevision is required if the manifest source is a helm chart');
    } else if (!isSourcePermitted(project, source.repoURL)) {
      problems.push(`application repo ${source.repoURL} is not permitted in project '${project.metadata.name}'`);
    }
  }
  const destination = destinationProblem(spec);
  if (destination !== null) {
    problems.push(destination);
  } else if (!isDestinationPermitted(project, spec.destination.namespace)) {
    const server = textOf(spec.destination.server) || IN_CLUSTER_SERVER;
    problems.push(
      `application destination server '${server}' and namespace '${spec.destination.namespace}' do not match any of the allowed destinations in project '${project.metadata.name}'`,
    );
  }
  return problems;
}
