import { objectIn, objectsIn, textsIn } from '../api/json-shape.ts';
import type { KubeObject } from '../object.ts';
import { matchesLabelSelector } from '../selectors/object-selector.ts';

/** A rule of a Role or ClusterRole. */
export type PolicyRule = {
  verbs: string[];
  apiGroups?: string[];
  resources?: string[];
  resourceNames?: string[];
  nonResourceURLs?: string[];
};

/** Something a user wants to do. */
export type Attributes =
  | {
      isResource: true;
      verb: string;
      group: string;
      resource: string;
      subresource: string;
      namespace: string;
      name: string;
    }
  | { isResource: false; verb: string; path: string };

/** Whether a rule allows an action (pkg/apis/rbac/v1/evaluation_helpers.go). */
export function ruleAllows(rule: PolicyRule, wish: Attributes): boolean {
  const hasVerb = rule.verbs.includes('*') || rule.verbs.includes(wish.verb);
  if (!wish.isResource) {
    return hasVerb && (rule.nonResourceURLs ?? []).some((pattern) => pathMatches(pattern, wish.path));
  }
  const resource = wish.subresource === '' ? wish.resource : `${wish.resource}/${wish.subresource}`;
  const names = rule.resourceNames ?? [];
  return (
    hasVerb &&
    includesOrAll(rule.apiGroups, wish.group) &&
    (includesOrAll(rule.resources, resource) ||
      (wish.subresource !== '' && (rule.resources ?? []).includes(`*/${wish.subresource}`))) &&
    (names.length === 0 || names.includes(wish.name))
  );
}

function includesOrAll(values: readonly string[] | undefined, value: string): boolean {
  return values?.includes('*') === true || values?.includes(value) === true;
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1)));
}

/** The rules of a Role or ClusterRole as written in it. */
export function rulesOf(role: KubeObject): PolicyRule[] {
  return objectsIn(role.rules).map((rule) => ({
    verbs: textsIn(rule.verbs),
    ...listed('apiGroups', rule),
    ...listed('resources', rule),
    ...listed('resourceNames', rule),
    ...listed('nonResourceURLs', rule),
  }));
}

function listed(field: keyof PolicyRule, rule: Record<string, unknown>): Partial<PolicyRule> {
  return rule[field] === undefined ? {} : { [field]: textsIn(rule[field]) };
}

/**
 * The rules of a ClusterRole, with those of the roles it gathers by label, and of the roles these gather: `admin` has
 * what `edit` has, and `edit` what `view` has.
 */
export function gatheredRules(role: KubeObject, clusterRoles: () => KubeObject[]): PolicyRule[] {
  const seen = new Set<string>();
  const gather = (one: KubeObject): PolicyRule[] => {
    if (seen.has(one.metadata.name)) {
      return [];
    }
    seen.add(one.metadata.name);
    const chosen = objectsIn(objectIn(one.aggregationRule).clusterRoleSelectors).flatMap((selector) =>
      clusterRoles().filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels)),
    );
    return [...rulesOf(one), ...chosen.flatMap(gather)];
  };
  return gather(role);
}
