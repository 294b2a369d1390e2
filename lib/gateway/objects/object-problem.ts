import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { backendsOf, portsOf, selects, WORKLOADS } from './existing.ts';

/** The problems of what is made, a line each; none where nothing is wrong. @param problemOf in words behind the object's name */
export function linesOf(
  made: readonly ManifestObject[],
  problemOf: (object: ManifestObject) => string | null,
): string[] {
  return made.flatMap((object) => {
    const problem = problemOf(object);
    return problem === null ? [] : [`- ${called(object)} ${problem}.`];
  });
}

/**
 * Why an object that is made would not do what it is for, or would take something from another one, as a model is told behind
 * its name; null where nothing is wrong.
 * @param all that will be there, with this one
 * @param existing what is there already
 */
export function objectProblem(
  object: ManifestObject,
  all: readonly ManifestObject[],
  existing: readonly ManifestObject[],
): string | null {
  return leadsNowhere(object, all) ?? meetsOthers(object, all, existing);
}

/** Why what it leads to is neither there nor named beside it; null where it leads somewhere. */
function leadsNowhere({ kind, spec }: ManifestObject, all: readonly ManifestObject[]): string | null {
  const of = (...kinds: string[]) => all.filter((one) => kinds.includes(one.kind));
  const choice = (...kinds: string[]) => {
    const names = of(...kinds).map(called);
    return `that is named here or lies here as a plain manifest; there is ${names.slice(0, 10).join(', ') || 'none'}`;
  };
  const fields = fieldsOf(spec);
  if (kind === 'Service') {
    const workload = of(...WORKLOADS).find((one) => selects(fieldsOf(fields.selector), one));
    return workload === undefined
      ? `leads to no workload ${choice(...WORKLOADS)}`
      : portProblem(fieldsOf(itemsOf(fields.ports)[0]), workload);
  }
  const has = (wanted: string, name: unknown) => of(wanted).some(({ metadata }) => metadata.name === name);
  if (kind === 'Ingress' && !backendsOf(fields).every((name) => has('Service', name))) {
    return `leads to no service ${choice('Service')}`;
  }
  const claim = claimsOf(spec).find((name) => !has('PersistentVolumeClaim', name));
  return claim === undefined ? null : `mounts ${String(claim)}, no volume ${choice('PersistentVolumeClaim')}`;
}

/** Why nobody listens where a Service leads to: at a port of a name or a number that its workload does not have. */
function portProblem({ port, targetPort = port }: Fields, workload: ManifestObject): string | null {
  const open = portsOf(workload).filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  const isOpen = open.some(({ containerPort, name }) => [containerPort, name].includes(targetPort));
  // A number needs not be named to be listened on.
  if (isOpen || (open.length === 0 && typeof targetPort === 'number')) {
    return null;
  }
  const names = open.map(({ containerPort, name }) => `${String(containerPort)} (${String(name ?? 'no name')})`);
  return open.length === 0
    ? `leads to ${called(workload)}, of which no port was said: say the port that it listens on`
    : `leads to no port of ${called(workload)}: say one of its ports, ${names.join(', ')}`;
}

/** Whose pods or address it would have as well; null where it meets nobody. */
function meetsOthers(
  object: ManifestObject,
  all: readonly ManifestObject[],
  existing: readonly ManifestObject[],
): string | null {
  const { kind, spec } = object;
  const [first, second] = all.filter((one) => one !== object && selects(selectorOf(object), one));
  if (kind === 'Service' && first !== undefined && second !== undefined) {
    return `would lead to the pods of ${called(first)} and of ${called(second)}: name another workload`;
  }
  const counting = existing.find((one) => selects(selectorOf(one), object) && !isWaiting(one, existing));
  const sharing = kind === 'Service' ? undefined : (first ?? counting);
  if (sharing !== undefined) {
    return `would share pods with ${called(sharing)}: give it a part of its own`;
  }
  const hosts = hostsOf(spec);
  const same = all.find((one) => one !== object && hostsOf(one.spec).some((host) => hosts.includes(host)));
  return same === undefined ? null : `would have the address of ${called(same)}`;
}

/** A Service that is there and leads nowhere yet waits for pods that it counts. */
function isWaiting(service: ManifestObject, existing: readonly ManifestObject[]): boolean {
  return service.kind === 'Service' && !existing.some((one) => selects(selectorOf(service), one));
}

/** What counts pods as its own by their labels. A NetworkPolicy is for many on purpose, and others select no pods. */
const COUNTING: readonly string[] = [...WORKLOADS, 'Service', 'PodDisruptionBudget'];

/** The labels by which it counts pods as its own; what all pods of the application have in common tells nothing. */
function selectorOf({ kind, spec }: ManifestObject): Fields {
  const { selector } = COUNTING.includes(kind) ? fieldsOf(spec) : {};
  const labels = kind === 'Service' ? fieldsOf(selector) : fieldsOf(fieldsOf(selector).matchLabels);
  return Object.keys(labels).every((label) => label === 'app.kubernetes.io/part-of') ? {} : labels;
}

function called({ kind, metadata }: ManifestObject): string {
  return `${kind}/${metadata.name}`;
}

function hostsOf(spec: unknown): unknown[] {
  return itemsOf(fieldsOf(spec).rules)
    .map((rule) => fieldsOf(rule).host)
    .filter((host) => host !== undefined);
}

function claimsOf(spec: unknown): unknown[] {
  const { template, jobTemplate } = fieldsOf(spec);
  const pods = fieldsOf(template ?? fieldsOf(fieldsOf(jobTemplate).spec).template);
  const volumes = itemsOf(fieldsOf(pods.spec).volumes).map((volume) => fieldsOf(volume).persistentVolumeClaim);
  return volumes.filter((claim) => claim !== undefined).map((claim) => fieldsOf(claim).claimName);
}
