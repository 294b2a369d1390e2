import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../clock.ts';
import { bootstrap } from '../bootstrap/bootstrap.ts';
import type { KubeObject } from '../object.ts';
import { resourceType } from '../resources.ts';
import { createObjectStore, type ObjectStore } from '../store.ts';
import { createAuthorizer, describeRefusal } from './authorizer.ts';
import type { Attributes, PolicyRule } from './policy-rules.ts';
import { groupsOf } from './tokens.ts';

const clock = createSandboxClock();
afterEach(() => clock.stop());

const API = 'rbac.authorization.k8s.io/v1';

function put(store: ObjectStore, kind: string, name: string, fields: Partial<KubeObject>, namespace?: string): void {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...fields.metadata };
  store.create(resourceType(kind), { apiVersion: API, kind, ...fields, metadata });
}

function bind(store: ObjectStore, roleRef: [string, string], subject: object, namespace?: string): void {
  const kind = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  const [roleKind, name] = roleRef;
  put(store, kind, `${name}-binding`, { roleRef: { kind: roleKind, name }, subjects: [subject] }, namespace);
}

function wish(text: string): Attributes {
  const [verb = '', target = '', place = '', name = ''] = text.split(' ');
  if (target.startsWith('/')) {
    return { isResource: false, verb, path: target };
  }
  const [path = '', ...group] = target.split('.');
  const [resource = '', subresource = ''] = path.split('/');
  return {
    isResource: true,
    verb,
    group: group.join('.'),
    resource,
    subresource,
    namespace: place.replace('-', ''),
    name,
  };
}

const JOE = { name: 'joe', groups: ['dev', 'system:authenticated'] };
const PORTAL = { name: 'system:serviceaccount:portal:reader', groups: [] };

describe('a rule', () => {
  const rule: PolicyRule = {
    verbs: ['get', 'list'],
    apiGroups: ['', 'apps'],
    resources: ['pods', 'deployments/status'],
  };
  it.each<[PolicyRule, string, boolean]>([
    [rule, 'get pods a', true],
    [rule, 'watch pods a', false],
    [rule, 'get pods.apps a', true],
    [rule, 'get pods.batch a', false],
    [rule, 'get pods/log a', false],
    [rule, 'get deployments/status.apps a', true],
    [rule, 'get deployments.apps a', false],
    [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, 'delete secrets a x', true],
    [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }, 'get pods/log a x', true],
    [{ verbs: ['get'], apiGroups: [''], resources: ['*/log'] }, 'get pods/log a x', true],
    [{ verbs: ['get'], apiGroups: [''], resources: ['*/log'] }, 'get pods a x', false],
    [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'] }, 'get secrets a tls', true],
    [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'] }, 'get secrets a other', false],
    [{ verbs: ['list'], apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'] }, 'list secrets a', false],
    [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/api/*'] }, 'get /api/v1', true],
    [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/api/*'] }, 'get /apis', false],
    [{ verbs: ['get'], nonResourceURLs: ['*'] }, 'get pods a', false],
  ])('%j and %s: %s', (given, text, expected) => {
    const store = createObjectStore(clock);
    put(store, 'ClusterRole', 'r', { rules: [given] });
    bind(store, ['ClusterRole', 'r'], { kind: 'User', name: 'joe' });
    expect(createAuthorizer(store).decide(JOE, wish(text)).isAllowed).toBe(expected);
  });
});

describe('a binding', () => {
  const read: PolicyRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'] };

  it.each([
    ['its user', { kind: 'User', name: 'joe' }, JOE, true],
    ['another user', { kind: 'User', name: 'jim' }, JOE, false],
    ['its group', { kind: 'Group', name: 'dev' }, JOE, true],
    ['a user named as the group', { kind: 'User', name: 'dev' }, JOE, false],
    ['its service account', { kind: 'ServiceAccount', name: 'reader', namespace: 'portal' }, PORTAL, true],
    ['one of another namespace', { kind: 'ServiceAccount', name: 'reader', namespace: 'other' }, PORTAL, false],
  ])('is for %s', (_who, subject, user, expected) => {
    const store = createObjectStore(clock);
    put(store, 'ClusterRole', 'r', { rules: [read] });
    bind(store, ['ClusterRole', 'r'], subject);
    expect(createAuthorizer(store).decide(user, wish('get pods any')).isAllowed).toBe(expected);
  });

  it('in a namespace grants there only, a role of the namespace or a cluster role', () => {
    const store = createObjectStore(clock);
    put(store, 'Role', 'here', { rules: [read] }, 'one');
    put(store, 'ClusterRole', 'nodes', {
      rules: [{ verbs: ['list'], apiGroups: [''], resources: ['pods', 'nodes'] }],
    });
    bind(store, ['Role', 'here'], { kind: 'User', name: 'joe' }, 'one');
    bind(store, ['ClusterRole', 'nodes'], { kind: 'User', name: 'joe' }, 'one');
    const { decide } = createAuthorizer(store);
    const allowed = ['get pods one', 'get pods two', 'get pods -', 'list pods one', 'list nodes -'].filter(
      (text) => decide(JOE, wish(text)).isAllowed,
    );
    expect(allowed).toEqual(['get pods one', 'list pods one']);
  });

  it('counts from the next question on, and no longer than it is there', () => {
    const store = createObjectStore(clock);
    const { decide } = createAuthorizer(store);
    put(store, 'ClusterRole', 'r', { rules: [read] });
    expect(decide(JOE, wish('get pods a')).isAllowed).toBe(false);
    bind(store, ['ClusterRole', 'r'], { kind: 'User', name: 'joe' });
    expect(decide(JOE, wish('get pods a'))).toEqual({
      isAllowed: true,
      reason: 'RBAC: allowed by ClusterRoleBinding "r-binding" of ClusterRole "r" to User "joe"',
    });
    store.delete(resourceType('ClusterRoleBinding'), '', 'r-binding');
    expect(decide(JOE, wish('get pods a')).isAllowed).toBe(false);
  });

  it('to a role that is not there grants nothing and says so', () => {
    const store = createObjectStore(clock);
    bind(store, ['ClusterRole', 'gone'], { kind: 'Group', name: 'dev' });
    expect(createAuthorizer(store).decide(JOE, wish('get pods a'))).toEqual({
      isAllowed: false,
      reason: 'RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    });
  });
});

describe('the roles from the start', () => {
  function allowedFor(role: string): (text: string) => boolean {
    const store = createObjectStore(clock);
    bootstrap(store, []);
    bind(store, ['ClusterRole', role], { kind: 'User', name: 'joe' });
    const { decide } = createAuthorizer(store);
    return (text) => decide(JOE, wish(text)).isAllowed;
  }

  it.each([
    ['view', 'list pods a', true],
    ['view', 'list secrets a', false],
    ['view', 'create deployments.apps a', false],
    ['view', 'list nodes -', false],
    ['edit', 'watch deployments.apps a', true],
    ['edit', 'delete deployments.apps a', true],
    ['edit', 'get secrets a', true],
    ['edit', 'create roles.rbac.authorization.k8s.io a', false],
    ['admin', 'list pods a', true],
    ['admin', 'create roles.rbac.authorization.k8s.io a', true],
    ['admin', 'list nodes -', false],
    ['cluster-admin', 'delete nodes - n', true],
    ['cluster-admin', 'get /metrics', true],
  ])('%s: %s is %s', (role, text, expected) => {
    expect(allowedFor(role)(text)).toBe(expected);
  });

  it('let everybody signed in look at what is served and ask about themselves', () => {
    const allowed = allowedFor('view');
    for (const text of [
      'get /api/v1',
      'get /apis',
      'get /openapi/v3',
      'get /version',
      'create selfsubjectaccessreviews.authorization.k8s.io -',
      'create selfsubjectrulesreviews.authorization.k8s.io -',
      'create selfsubjectreviews.authentication.k8s.io -',
    ]) {
      expect(allowed(text), text).toBe(true);
    }
    expect(allowed('get /metrics')).toBe(false);
  });

  it('gather a label that is added later', () => {
    const store = createObjectStore(clock);
    bootstrap(store, []);
    bind(store, ['ClusterRole', 'view'], { kind: 'User', name: 'joe' });
    put(store, 'ClusterRole', 'argocd-view', {
      metadata: { name: 'argocd-view', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ verbs: ['list'], apiGroups: ['argoproj.io'], resources: ['applications'] }],
    });
    expect(createAuthorizer(store).decide(JOE, wish('list applications.argoproj.io a')).isAllowed).toBe(true);
  });
});

describe('a refusal', () => {
  it.each([
    [
      'list applications.argoproj.io -',
      'User "joe" cannot list resource "applications" in API group "argoproj.io" at the cluster scope',
    ],
    ['get pods/log web', 'User "joe" cannot get resource "pods/log" in API group "" in the namespace "web"'],
    ['get /metrics', 'User "joe" cannot get path "/metrics"'],
  ])('of "%s" is said as upstream says it', (text, expected) => {
    expect(describeRefusal(JOE, wish(text), '')).toBe(expected);
    expect(describeRefusal(JOE, wish(text), 'RBAC: x')).toBe(`${expected}: RBAC: x`);
  });
});

describe('groups', () => {
  it('are those everybody has, and those of service accounts', () => {
    expect(groupsOf(JOE)).toEqual(['dev', 'system:authenticated']);
    expect(groupsOf(PORTAL)).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:portal',
      'system:authenticated',
    ]);
  });
});
