import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { labelsOf, nameOf, type ObjectPlace } from './kind.ts';

export const WORKLOADS: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

type Sought = {
  kinds: readonly string[];
  /** Where the same answer names such objects. */
  list: string;
  /** What the model calls it. */
  said: unknown;
  /** The part of what leads to it, which has the part of what it leads to unless something else is said. */
  part?: unknown;
};

/**
 * An object that is there, or the name of one that the same answer makes; null where neither can be told. Where nothing is
 * said it is the one of its own part, the one that is called as the application is, or the only one. For a new application
 * every name is taken at its word.
 */
function find(place: ObjectPlace, { kinds, list, said, part }: Sought): ManifestObject | string | null {
  const made = place.made?.get(list) ?? new Set<string>();
  const existing = (place.existing ?? []).filter(({ kind }) => kinds.includes(kind));
  const called = (word: string): ManifestObject | string | undefined => {
    const name = nameOf(place, word);
    const at = (wanted: string) => existing.find(({ metadata }) => metadata.name === wanted);
    return made.has(name) ? name : (at(word) ?? at(name));
  };
  const word = lastPart(said);
  if (word !== '') {
    return called(word) ?? (place.existing === undefined ? nameOf(place, word) : null);
  }
  const own = lastPart(part);
  const all = [...made, ...existing];
  const found = (own === '' ? undefined : called(own)) ?? called('') ?? (all.length === 1 ? all[0] : undefined);
  return found ?? (place.existing === undefined ? nameOf(place, own) : null);
}

/** `Deployment/shop` and `shop` are the same to people. */
function lastPart(said: unknown): string {
  return typeof said === 'string' ? (said.split('/').at(-1) ?? '').trim() : '';
}

/**
 * The pods that a Service leads to.
 * @returns selector: empty where it leads nowhere; port: null for the number that the Service has itself
 */
export function podsOf(
  place: ObjectPlace,
  { workload, part, port }: Fields,
): { selector: Record<string, string>; port: string | number | null } {
  const found = find(place, { kinds: WORKLOADS, list: 'workloads', said: workload, part });
  if (found === null || typeof found === 'string') {
    return found === null ? { selector: {}, port: null } : { selector: labelsOf(found), port: 'main' };
  }
  const chosen = choosePort(portsOf(found), 'containerPort', port);
  return { selector: selectorOf(found), port: asPort(chosen?.name ?? chosen?.containerPort) };
}

/** The ports that the containers of a workload name. */
export function portsOf({ spec }: Fields): Fields[] {
  const { containers } = fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
  return itemsOf(containers).flatMap((container) => itemsOf(fieldsOf(container).ports).map(fieldsOf));
}

/** A Service as the backend of an Ingress; without a name where it leads nowhere. */
export function serviceOf(place: ObjectPlace, { service, part }: Fields): { name: string; port: object } {
  const found = find(place, { kinds: ['Service'], list: 'services', said: service, part });
  if (found === null || typeof found === 'string') {
    return { name: found ?? '', port: { name: 'main' } };
  }
  const ports = itemsOf(fieldsOf(found.spec).ports).map(fieldsOf);
  const chosen = choosePort(ports, 'port', 80) ?? ports[0];
  const port = asPort(chosen?.name ?? chosen?.port);
  return { name: found.metadata.name, port: typeof port === 'number' ? { number: port } : { name: port ?? 'main' } };
}

/** The claim that is mounted, whether it is there already, is made beside it or neither. */
export function claimOf(place: ObjectPlace, volume: unknown): string {
  const found = find(place, { kinds: ['PersistentVolumeClaim'], list: 'volumes', said: volume });
  return typeof found === 'string' ? found : (found?.metadata.name ?? nameOf(place, volume));
}

/** What pods of a workload are told apart by: what it selects by itself, or all their labels where that cannot be said as labels. */
export function selectorOf({ spec }: ManifestObject): Record<string, string> {
  const { matchLabels, matchExpressions } = fieldsOf(fieldsOf(spec).selector);
  const own = textsOf(matchLabels);
  const isWhole = Object.keys(own).length > 0 && itemsOf(matchExpressions).length === 0;
  return isWhole ? own : podLabelsOf({ spec });
}

/** The labels that its pods carry; none for what has no pods. */
export function podLabelsOf({ spec }: Fields): Record<string, string> {
  const { template, jobTemplate } = fieldsOf(spec);
  const pods = template ?? fieldsOf(fieldsOf(jobTemplate).spec).template;
  return textsOf(fieldsOf(fieldsOf(pods).metadata).labels);
}

/** Whether pods of an object carry these labels; no labels select nothing. */
export function selects(selector: Fields, object: ManifestObject): boolean {
  const labels = podLabelsOf(object);
  const wanted = Object.entries(selector);
  return wanted.length > 0 && wanted.every(([name, value]) => labels[name] === value);
}

/** The names of the Services that an Ingress leads to by its rules. */
export function backendsOf({ rules }: Fields): unknown[] {
  const paths = itemsOf(rules).flatMap((rule) => itemsOf(fieldsOf(fieldsOf(rule).http).paths));
  return paths.map((path) => fieldsOf(fieldsOf(fieldsOf(path).backend).service).name);
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** What ports that people use are called, the likeliest first. */
const USUAL = ['http', 'web', 'main', 'https'];

/** The one of this number, one of a usual name, or the only one; undefined where that cannot be told. */
function choosePort(ports: readonly Fields[], number: 'port' | 'containerPort', wanted: unknown): Fields | undefined {
  const open = ports.filter(({ protocol = 'TCP' }) => protocol === 'TCP');
  const named = USUAL.map((name) => open.find((port) => port.name === name)).find((port) => port !== undefined);
  return open.find((port) => port[number] === wanted) ?? named ?? (open.length === 1 ? open[0] : undefined);
}

function asPort(value: unknown): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
