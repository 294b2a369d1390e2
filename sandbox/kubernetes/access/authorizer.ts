import { objectIn, objectsIn, textIn } from '../api/json-shape.ts';
import type { KubeObject } from '../object.ts';
import { resourceType } from '../resources.ts';
import type { ObjectStore } from '../store.ts';
import { type Attributes, gatheredRules, type PolicyRule, ruleAllows, rulesOf } from './policy-rules.ts';
import type { User } from './tokens.ts';

/** An answer, with the rule's origin or with what went wrong while looking for one. */
export type Decision = { isAllowed: boolean; reason: string };

type Subject = { kind?: unknown; name?: unknown; namespace?: unknown };
type Grant = { rules: PolicyRule[]; reason: string } | { missing: string };

const ROLE = resourceType('Role');
const ROLE_BINDING = resourceType('RoleBinding');
const CLUSTER_ROLE = resourceType('ClusterRole');
const CLUSTER_ROLE_BINDING = resourceType('ClusterRoleBinding');

/** Decides by the roles and bindings that are in the store at that moment (plugin/pkg/auth/authorizer/rbac). */
export type Authorizer = {
  decide(user: User, wish: Attributes): Decision;
  /** Every rule the user has in a namespace, the cluster-wide ones among them. */
  rulesFor(user: User, namespace: string): PolicyRule[];
};

export function createAuthorizer(store: ObjectStore): Authorizer {
  /** Grants one after another, cluster-wide first, so that the search ends with the first that fits. */
  function* grants(user: User, namespace: string): Generator<Grant> {
    for (const binding of store.list(CLUSTER_ROLE_BINDING)) {
      const subject = boundSubject(binding, user, '');
      if (subject !== undefined) {
        yield grantOf(store, binding, subject, '');
      }
    }
    for (const binding of namespace === '' ? [] : store.list(ROLE_BINDING, namespace)) {
      const subject = boundSubject(binding, user, namespace);
      if (subject !== undefined) {
        yield grantOf(store, binding, subject, namespace);
      }
    }
  }

  return {
    decide(user, wish) {
      if (user.groups.includes('system:masters')) {
        return { isAllowed: true, reason: '' };
      }
      const missing: string[] = [];
      for (const grant of grants(user, wish.isResource ? wish.namespace : '')) {
        if ('missing' in grant) {
          missing.push(grant.missing);
        } else if (grant.rules.some((rule) => ruleAllows(rule, wish))) {
          return { isAllowed: true, reason: grant.reason };
        }
      }
      return { isAllowed: false, reason: describeMissing(missing) };
    },
    rulesFor(user, namespace) {
      if (user.groups.includes('system:masters')) {
        return [
          { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
          { verbs: ['*'], nonResourceURLs: ['*'] },
        ];
      }
      return [...grants(user, namespace)].flatMap((grant) => ('rules' in grant ? grant.rules : []));
    },
  };
}

function describeMissing(missing: readonly string[]): string {
  if (missing.length === 0) {
    return '';
  }
  return `RBAC: ${missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`}`;
}

function boundSubject(binding: KubeObject, user: User, namespace: string): Subject | undefined {
  return objectsIn(binding.subjects).find((subject) => isSubject(subject, user, namespace));
}

function isSubject(subject: Subject, user: User, namespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.name;
    case 'Group':
      return user.groups.includes(textIn(subject.name));
    case 'ServiceAccount': {
      // A binding in a namespace may leave out the namespace of its service account.
      const home = textIn(subject.namespace) || namespace;
      return home !== '' && user.name === `system:serviceaccount:${home}:${textIn(subject.name)}`;
    }
    default:
      return false;
  }
}

function grantOf(store: ObjectStore, binding: KubeObject, subject: Subject, namespace: string): Grant {
  const roleRef = objectIn(binding.roleRef);
  const [kind, name] = [textIn(roleRef.kind), textIn(roleRef.name)];
  const isCluster = kind === 'ClusterRole';
  const role = isCluster ? store.get(CLUSTER_ROLE, '', name) : store.get(ROLE, namespace, name);
  if (role === undefined) {
    return { missing: `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found` };
  }
  const rules = isCluster ? gatheredRules(role, () => store.list(CLUSTER_ROLE)) : rulesOf(role);
  const bindingName = namespace === '' ? binding.metadata.name : `${binding.metadata.name}/${namespace}`;
  const who =
    subject.kind === 'ServiceAccount'
      ? `${textIn(subject.name)}/${textIn(subject.namespace) || namespace}`
      : textIn(subject.name);
  return {
    rules,
    reason: `RBAC: allowed by ${binding.kind} "${bindingName}" of ${kind} "${name}" to ${textIn(subject.kind)} "${who}"`,
  };
}

/** The sentence of a refusal, as apiserver/pkg/endpoints/handlers/responsewriters/errors.go makes it. */
export function describeRefusal(user: User, wish: Attributes, reason: string): string {
  const after = reason === '' ? '' : `: ${reason}`;
  if (!wish.isResource) {
    return `User "${user.name}" cannot ${wish.verb} path "${wish.path}"${after}`;
  }
  const resource = wish.subresource === '' ? wish.resource : `${wish.resource}/${wish.subresource}`;
  const place = wish.namespace === '' ? 'at the cluster scope' : `in the namespace "${wish.namespace}"`;
  return `User "${user.name}" cannot ${wish.verb} resource "${resource}" in API group "${wish.group}" ${place}${after}`;
}
