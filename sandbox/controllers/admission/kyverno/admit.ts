import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import { ApiError } from '../../api/api-error.ts';
import { conditionOf } from '../../api/conditions.ts';
import { fieldsOf, listOf, textOf } from '../../api/fields.ts';
import type { ObjectIndex } from '../../api/object-index.ts';
import { matchesWildcard } from '../../api/wildcard.ts';
import { matchPattern } from './pattern.ts';
import { blockMatches, type Rule, rulesFor } from './rules.ts';

const POLICY = resourceType('ClusterPolicy');
const EXCEPTION = resourceType('PolicyException');

const KINDS = new Set(['Pod', 'Deployment', 'DaemonSet', 'StatefulSet', 'ReplicaSet', 'Job', 'CronJob']);
/** Kyverno's own ConfigMap keeps it away from these by default. */
const FILTERED_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'kyverno']);
/** Kinds of rules that are not evaluated here; a rule that has one of them lets everything pass. */
const UNKNOWN_PARTS = ['preconditions', 'context', 'verifyImages'];

function isExcepted(index: ObjectIndex, policy: KubeObject, rule: Rule, object: KubeObject): boolean {
  return index.all(EXCEPTION).some((exception) => {
    const isNamed = listOf(exception.spec?.exceptions).some((value) => {
      const { policyName, ruleNames } = fieldsOf(value);
      const names = listOf(ruleNames).map((name) => textOf(name));
      return policyName === policy.metadata.name && names.some((name) => matchesWildcard(name, rule.name));
    });
    return isNamed && blockMatches(fieldsOf(exception.spec?.match), object);
  });
}

/** What is wrong with an object by one rule, in Kyverno's words; null when nothing is. */
function violation(rule: Rule, object: KubeObject): string | null {
  const { pattern, anyPattern } = rule.validate;
  const message = textOf(rule.validate.message).trimEnd();
  const said = `validation error: ${message}${message.endsWith('.') ? '' : '.'} rule ${rule.name}`;
  if (pattern !== undefined) {
    const result = matchPattern(pattern, object, '/');
    return result.verdict === 'fail' ? `${said} failed at path ${result.path}` : null;
  }
  const results = listOf(anyPattern).map((one) => matchPattern(one, object, '/'));
  const failed = results.flatMap((result, at) =>
    result.verdict === 'fail' ? [`${said}[${at}] failed at path ${result.path}`] : [],
  );
  return failed.length === 0 || results.some(({ verdict }) => verdict === 'pass') ? null : failed.join(' ');
}

function enforces(policy: KubeObject, rule: Rule): boolean {
  const action = textOf(rule.validate.failureAction) || textOf(policy.spec?.validationFailureAction, 'Audit');
  return action.toLowerCase() === 'enforce';
}

/**
 * Asks the policies that enforce something whether a workload may be written, as Kyverno's webhook does. Only policies
 * that are ready count, and only patterns are evaluated.
 * @throws ApiError `Forbidden` naming every rule that says no
 */
export function checkPolicies(object: KubeObject, index: ObjectIndex): void {
  if (!KINDS.has(object.kind) || FILTERED_NAMESPACES.has(object.metadata.namespace ?? '')) {
    return;
  }
  const refusals = index
    .all(POLICY)
    .filter((policy) => policy.apiVersion.startsWith('kyverno.io/') && conditionOf(policy, 'Ready')?.status === 'True')
    .flatMap((policy) => {
      const lines = rulesFor(policy, object.kind)
        .filter((rule) => enforces(policy, rule) && !UNKNOWN_PARTS.some((part) => rule.raw[part] !== undefined))
        .filter((rule) => blockMatches(rule.match, object) && !blockMatches(rule.exclude, object))
        .flatMap((rule) => {
          const text = isExcepted(index, policy, rule, object) ? null : violation(rule, object);
          return text === null ? [] : [`  ${rule.name}: '${text}'`];
        });
      return lines.length === 0 ? [] : [`${policy.metadata.name}:\n${lines.join('\n')}`];
    });
  if (refusals.length > 0) {
    const { namespace, name } = object.metadata;
    throw new ApiError(
      'Forbidden',
      `admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource ${object.kind}/${namespace}/${name} was blocked due to the following policies \n\n${refusals.join('\n')}\n`,
    );
  }
}
