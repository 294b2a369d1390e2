import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { backendsOf, podLabelsOf, portsOf, selectorOf, selects, WORKLOADS } from './existing.ts';

type Port = { protocol: unknown; port: unknown };

/** Pods of one application. */
export type Pods = {
  /** Tells what makes them apart from all else: a job may be called as a workload is. */
  name: string;
  /** All that they carry now; a version among it is another tomorrow. */
  labels: Record<string, string>;
  /** What policies know them by, for good. */
  selector: Record<string, string>;
  /** Where Services lead to on them, as policies name ports. */
  ports: Port[];
  /** Those of them that an Ingress leads to. */
  addressed: Port[];
};

/** The pods that an object makes, with what leads to them of all objects of the application; none of what makes none. */
export function podsIn(object: ManifestObject, all: readonly ManifestObject[]): Pods[] {
  const labels = podLabelsOf(object);
  if (![...WORKLOADS, 'CronJob'].includes(object.kind) || Object.keys(labels).length === 0) {
    return [];
  }
  const services = all.filter(
    ({ kind, spec }) => kind === 'Service' && selects(fieldsOf(fieldsOf(spec).selector), object),
  );
  const reached = new Set(
    all.filter(({ kind }) => kind === 'Ingress').flatMap(({ spec }) => backendsOf(fieldsOf(spec))),
  );
  const portsTo = (some: readonly ManifestObject[]) =>
    some.flatMap(({ spec }) => itemsOf(fieldsOf(spec).ports).map((port) => portOf(fieldsOf(port), object)));
  return [
    {
      name: `${object.metadata.name}.${object.kind.toLowerCase()}`,
      labels,
      selector: lastingSelector(object, all),
      ports: portsTo(services),
      addressed: portsTo(services.filter(({ metadata }) => reached.has(metadata.name))),
    },
  ];
}

const PART_OF = 'app.kubernetes.io/part-of';

/**
 * What a workload selects its pods by, which nobody can change, with the application that they are of. All of their labels where that
 * selects pods of others as well.
 */
function lastingSelector(object: ManifestObject, all: readonly ManifestObject[]): Record<string, string> {
  const labels = podLabelsOf(object);
  const own = { ...selectorOf(object), ...(labels[PART_OF] === undefined ? {} : { [PART_OF]: labels[PART_OF] }) };
  return all.some((other) => other !== object && selects(own, other)) ? labels : own;
}

/** By its number where that is known: not everything that enforces policies knows names. */
function portOf({ protocol = 'TCP', port, targetPort = port }: Fields, object: ManifestObject): Port {
  const named = portsOf(object).find(({ name }) => name === targetPort);
  return { protocol, port: named?.containerPort ?? targetPort };
}
