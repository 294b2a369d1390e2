/**
 * Names in several clusters. Those of the first cluster of the configuration are as they are. In every other one the names
 * that tell its objects apart (namespaces, and nodes) have the cluster's id before them: `edge~gpu-1`, `edge~shop/web`. So
 * what belongs together is found by equal names, and what is in two clusters is never taken for one.
 */
const MARK = '~';

/** The cluster of a name; null for the first of the configuration. */
export type Prefix = string | null;

/** Where an application is deployed to that is none of the configured clusters. No cluster can have this id. */
export const ELSEWHERE = '?';

export function qualified(prefix: Prefix, name: string): string {
  return prefix === null ? name : `${prefix}${MARK}${name}`;
}

/** Of a name, or of an id that begins with one. */
export function prefixOf(name: string): Prefix {
  const end = name.indexOf(MARK);
  return end === -1 ? null : name.slice(0, end);
}

/** As the cluster itself has it. */
export function plainName(name: string): string {
  return name.slice(name.indexOf(MARK) + 1);
}

/** Whether an object of a cluster may be called so: a mark in it would make it one of another cluster. Kubernetes allows none. */
export function isPlainName(name: string): boolean {
  return !name.includes(MARK);
}

/** For people: `gpu-1 in edge`, and as it is for the first cluster. */
export function nameInWords(name: string): string {
  const prefix = prefixOf(name);
  return prefix === null ? name : `${plainName(name)} in ${prefix}`;
}
