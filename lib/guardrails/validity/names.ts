import type { Finding, SchemaProblem } from '#lib/domain/guardrail/guardrail.ts';
import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { cutText } from '#lib/domain/value/fields.ts';

export type ShapeProblem = SchemaProblem & { fix?: string; severity?: Finding['severity'] };

/** Names as the API server takes them (apimachinery pkg/util/validation): RFC 1123, RFC 1035, labels, keys. */
export const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?$/;
export const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
export const LABEL_1035 = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
export const RBAC = /^[^/%]{1,253}$/;
export const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
export const LABEL_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
/** IANA's service names: one letter at least, no two dashes beside each other. */
export const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** Of an entry in a ConfigMap or Secret. */
export const DATA_KEY = /^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]{1,253}$/;
/** Since Kubernetes 1.32; before, it was to begin with no digit and hold letters, digits and - _ . alone. */
export const VARIABLE = /^[ -<>-~]+$/;

/** Whether anything is said: null is nothing to the API server. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** A text as people are shown it. */
export function quoted(value: unknown): string {
  return JSON.stringify(cutText(String(value), 80));
}

type Named = { name: unknown; path: ManifestPath };

/** Parts of a pod have names as hosts have them, each its own. @param what they are, for people */
export function partNameProblems(named: readonly Named[], what: string): ShapeProblem[] {
  const impossible = named.filter(({ name }) => typeof name === 'string' && !LABEL.test(name));
  return [
    ...impossible.map(({ name, path }) => {
      const message = `the name of a ${what} ${quoted(name)} may hold at most 63 small letters, digits and dashes`;
      return { path, message };
    }),
    ...repeatsOf(named).map(({ name, path }) => ({ path, message: `two ${what}s are called ${name}` })),
  ];
}

/** The places of what has a name that something before it has as well. */
export function repeatsOf(named: readonly Named[]): { name: string; path: ManifestPath }[] {
  const seen = new Set<string>();
  return named.flatMap(({ name, path }) => {
    if (typeof name !== 'string' || name === '') {
      return [];
    }
    const isThere = seen.has(name);
    seen.add(name);
    return isThere ? [{ name, path }] : [];
  });
}

/** A port that is outside of what there is; nothing for what is no number at all, which the schema tells. */
export function portNumberProblems(value: unknown, path: ManifestPath, what: string): ShapeProblem[] {
  return typeof value === 'number' && (value < 1 || value > 65_535)
    ? [{ path, message: `${what} ${value} is not between 1 and 65535` }]
    : [];
}

/** @param what it is the name of, for people */
export function portNameProblems(value: unknown, path: ManifestPath, what: string): ShapeProblem[] {
  return typeof value === 'string' && !PORT_NAME.test(value)
    ? [
        {
          path,
          message: `${what} ${quoted(value)} may hold at most 15 small letters, digits and single dashes, with one letter at least`,
        },
      ]
    : [];
}
