import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';

export const DIRECTIONS = ['Ingress', 'Egress'] as const;
export type Direction = (typeof DIRECTIONS)[number];

type Labels = Readonly<Record<string, string>>;

/** The specs of the policies that hold for pods of these labels. */
export function policiesOver(policies: readonly ManifestObject[], labels: Labels): Fields[] {
  return policies.map(({ spec }) => fieldsOf(spec)).filter((spec) => selectsLabels(podsOfPolicy(spec), labels));
}

/** Which pods a policy is for; one that does not say it is for all of its namespace (k8s.io/api/networking/v1). */
export function podsOfPolicy({ podSelector }: Fields): unknown {
  return podSelector ?? {};
}

/** What policies let through, one way. */
export function rulesOf(specs: readonly Fields[], direction: Direction): Fields[] {
  const field = direction === 'Ingress' ? 'ingress' : 'egress';
  return specs.filter((spec) => isAbout(spec, direction)).flatMap((spec) => itemsOf(spec[field]).map(fieldsOf));
}

/** Whether nothing goes this way but what a policy lets through (kubernetes.io/docs, "Network Policies"). */
export function isClosed(specs: readonly Fields[], direction: Direction): boolean {
  return specs.some((spec) => isAbout(spec, direction));
}

/** A policy that does not say so is about what comes in, and about what goes out where it has rules for it. */
export function isAbout({ policyTypes, egress }: Fields, direction: Direction): boolean {
  return Array.isArray(policyTypes) && policyTypes.length > 0
    ? policyTypes.includes(direction)
    : direction === 'Ingress' || itemsOf(egress).length > 0;
}

/** Where what goes through comes from or goes to; none for anywhere. What is null is not there, as for the API server. */
export function peersOf({ from, to }: Fields, direction: Direction): Fields[] {
  return itemsOf(direction === 'Ingress' ? from : to).map((peer) =>
    Object.fromEntries(Object.entries(fieldsOf(peer)).filter(([, value]) => value !== null)),
  );
}

/** Whether a label selector is there and leaves out nothing. */
export function selectsEverything(selector: unknown): boolean {
  if (!isSelector(selector)) {
    return false;
  }
  const { matchLabels, matchExpressions } = selector;
  return Object.keys(fieldsOf(matchLabels)).length === 0 && itemsOf(matchExpressions).length === 0;
}

/** A label selector, by all that it can say (apimachinery, pkg/apis/meta/v1); what is none selects nothing. */
export function selectsLabels(selector: unknown, labels: Labels): boolean {
  if (!isSelector(selector)) {
    return false;
  }
  const { matchLabels, matchExpressions } = selector;
  return (
    Object.entries(fieldsOf(matchLabels)).every(([key, value]) => labels[key] === value) &&
    itemsOf(matchExpressions)
      .map(fieldsOf)
      .every(({ key, operator, values }) => {
        const own = typeof key === 'string' ? labels[key] : undefined;
        const isNamed = own !== undefined && itemsOf(values).includes(own);
        switch (operator) {
          case 'In':
            return isNamed;
          case 'NotIn':
            return !isNamed;
          case 'Exists':
            return own !== undefined;
          case 'DoesNotExist':
            return own === undefined;
          default:
            return false;
        }
      })
  );
}

function isSelector(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
