import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyRule } from '../access/policy-rules.ts';
import type { KubeObject } from '../object.ts';
import { resourceType } from '../resources.ts';
import { ADMIN, CONFIG_MAP, configMap, type KubernetesRig, NOBODY, startRig } from '../testing/kubernetes-rig.ts';
import { openWatch } from '../testing/watch-reader.ts';

const PORTAL = 'portal-token';
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig({
    users: [
      { token: ADMIN, name: 'admin', groups: ['system:masters'] },
      { token: PORTAL, name: 'system:serviceaccount:portolan:portolan', groups: [] },
      { token: NOBODY, name: 'nobody', groups: [] },
    ],
  });
  const api = 'rbac.authorization.k8s.io/v1';
  const put = (kind: string, object: Partial<KubeObject> & Pick<KubeObject, 'metadata'>) =>
    rig.store.create(resourceType(kind), { apiVersion: api, kind, ...object });
  const reads: PolicyRule = {
    verbs: ['get', 'list', 'watch'],
    apiGroups: ['argoproj.io'],
    resources: ['applications'],
  };
  const lists: PolicyRule = { verbs: ['list'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['only'] };
  put('ClusterRole', { metadata: { name: 'portolan' }, rules: [reads] });
  put('ClusterRoleBinding', {
    metadata: { name: 'portolan' },
    roleRef: { kind: 'ClusterRole', name: 'portolan' },
    subjects: [{ kind: 'ServiceAccount', name: 'portolan', namespace: 'portolan' }],
  });
  put('Role', { metadata: { name: 'one', namespace: 'default' }, rules: [lists] });
  put('RoleBinding', {
    metadata: { name: 'one', namespace: 'default' },
    roleRef: { kind: 'Role', name: 'one' },
    subjects: [{ kind: 'Group', name: 'system:serviceaccounts:portolan' }],
  });
});
afterEach(() => rig.close());

async function status(method: string, path: string, token: string | null): Promise<number> {
  const controller = new AbortController();
  const response = await rig.call(path, {
    method,
    token,
    signal: controller.signal,
    ...(method === 'POST' || method === 'PUT' || method === 'PATCH' ? { body: configMap('only') } : {}),
  });
  controller.abort();
  return response.status;
}

describe('rights', () => {
  const only = 'fieldSelector=metadata.name%3Donly';
  it.each([
    ['GET', '/version', 200, 200, 200, 401],
    ['GET', '/apis', 200, 200, 200, 401],
    ['GET', '/openapi/v3', 200, 200, 200, 401],
    ['GET', '/metrics', 404, 403, 403, 401],
    ['GET', APPLICATIONS, 200, 200, 403, 401],
    ['GET', `${APPLICATIONS}?watch=1`, 200, 200, 403, 401],
    ['GET', '/apis/argoproj.io/v1alpha1/namespaces/default/applications', 200, 200, 403, 401],
    ['GET', '/apis/argoproj.io/v1alpha1/namespaces/default/applications/none', 404, 404, 403, 401],
    ['POST', '/apis/argoproj.io/v1alpha1/namespaces/default/applications', 400, 403, 403, 401],
    ['DELETE', '/apis/argoproj.io/v1alpha1/namespaces/default/applications', 200, 403, 403, 401],
    ['GET', '/apis/argoproj.io/v1alpha1/appprojects', 200, 403, 403, 401],
    ['GET', '/api/v1/nodes', 200, 403, 403, 401],
    ['GET', '/api/v1/secrets', 200, 403, 403, 401],
    ['GET', '/api/v1/namespaces/default/configmaps', 200, 403, 403, 401],
    ['GET', `/api/v1/namespaces/default/configmaps?${only}`, 200, 200, 403, 401],
    ['GET', `/api/v1/namespaces/default/configmaps?watch=1&${only}`, 200, 403, 403, 401],
    ['GET', `/api/v1/configmaps?${only}`, 200, 403, 403, 401],
    ['PUT', '/api/v1/namespaces/default/configmaps/only', 404, 403, 403, 401],
    ['PATCH', '/api/v1/namespaces/default/configmaps/only', 404, 403, 403, 401],
    ['GET', '/apis/example.com/v1/things', 404, 403, 403, 401],
    ['GET', '/api/v1/things', 404, 403, 403, 401],
  ])('%s %s: administrator %i, portal %i, nobody %i, without a token %i', async (method, path, ...expected) => {
    const got: number[] = [];
    for (const token of [ADMIN, PORTAL, NOBODY, null]) {
      got.push(await status(method, path, token));
    }
    expect(got).toEqual(expected);
  });

  it('that are missing are named as upstream names them', async () => {
    expect(await rig.json(APPLICATIONS, { token: NOBODY })).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'applications.argoproj.io is forbidden: User "nobody" cannot list resource "applications" in API group "argoproj.io" at the cluster scope',
      reason: 'Forbidden',
      details: { group: 'argoproj.io', kind: 'applications' },
      code: 403,
    });
    expect(await rig.json('/api/v1/namespaces/default/pods/web', { token: NOBODY })).toMatchObject({
      message:
        'pods "web" is forbidden: User "nobody" cannot get resource "pods" in API group "" in the namespace "default"',
    });
    expect(await rig.json('/metrics', { token: NOBODY })).toMatchObject({
      message: 'forbidden: User "nobody" cannot get path "/metrics"',
      details: {},
    });
  });

  it('without a token are none, and the answer says no more', async () => {
    expect(await rig.json(APPLICATIONS, { token: null })).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    });
  });

  it('change with the next request', async () => {
    expect(await status('GET', APPLICATIONS, PORTAL)).toBe(200);
    rig.store.delete(resourceType('ClusterRoleBinding'), '', 'portolan');
    expect(await status('GET', APPLICATIONS, PORTAL)).toBe(403);
  });

  it('of anybody are those bound to system:anonymous, where anybody is let in', async () => {
    await rig.close();
    rig = await startRig({ anonymous: true });
    expect(await status('GET', '/version', null)).toBe(200);
    expect(await rig.json('/api/v1/nodes', { token: null })).toMatchObject({
      message:
        'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    });
    expect(await status('GET', '/version', 'bad')).toBe(401);
  });
});

describe('a token that is rotated', () => {
  it('is refused, and its watches end; those of others go on', async () => {
    const path = `${APPLICATIONS}?watch=1`;
    const [portal, admin] = await Promise.all([openWatch(rig.url, path, PORTAL), openWatch(rig.url, path, ADMIN)]);
    rig.rotateToken(PORTAL, 'next-token');
    await portal.ended();
    expect(admin.isEnded).toBe(false);
    expect(await status('GET', APPLICATIONS, PORTAL)).toBe(401);
    expect(await status('GET', APPLICATIONS, 'next-token')).toBe(200);
  });

  it('is in no answer', async () => {
    for (const path of ['/version', APPLICATIONS, '/api/v1/secrets', '/nowhere']) {
      const response = await rig.call(path, { token: 'very-secret-token' });
      expect(`${[...response.headers].join()} ${await response.text()}`).not.toContain('very-secret-token');
    }
  });
});

describe('questions about oneself', () => {
  const ask = (kind: string, spec: object, token: string) => {
    const group = kind === 'SelfSubjectReview' ? 'authentication.k8s.io' : 'authorization.k8s.io';
    const body = { apiVersion: `${group}/v1`, kind, spec };
    return rig.json(`/apis/${group}/v1/${kind.toLowerCase()}s`, { method: 'POST', token, body });
  };

  it('are who one is', async () => {
    const { status: answer } = await ask('SelfSubjectReview', {}, PORTAL);
    expect(answer).toEqual({
      userInfo: {
        username: 'system:serviceaccount:portolan:portolan',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:portolan', 'system:authenticated'],
      },
    });
  });

  it.each<[object, boolean]>([
    [{ resourceAttributes: { verb: 'watch', group: 'argoproj.io', resource: 'applications' } }, true],
    [{ resourceAttributes: { verb: 'delete', group: 'argoproj.io', resource: 'applications' } }, false],
    [{ resourceAttributes: { verb: '*', group: '*', resource: '*' } }, false],
    [{ resourceAttributes: { verb: 'list', resource: 'configmaps', namespace: 'default', name: 'only' } }, true],
    [{ resourceAttributes: { verb: 'list', resource: 'configmaps', namespace: 'default' } }, false],
    [{ nonResourceAttributes: { verb: 'get', path: '/openapi/v3' } }, true],
    [{ nonResourceAttributes: { verb: 'get', path: '/metrics' } }, false],
  ])('are whether one may %j', async (spec, expected) => {
    const answer = await ask('SelfSubjectAccessReview', spec, PORTAL);
    expect(answer).toMatchObject({ kind: 'SelfSubjectAccessReview', spec, status: { allowed: expected } });
  });

  it('are what one may in a namespace', async () => {
    const { status: answer } = await ask('SelfSubjectRulesReview', { namespace: 'default' }, PORTAL);
    const { resourceRules, incomplete } = answer as { resourceRules: PolicyRule[]; incomplete: boolean };
    expect(incomplete).toBe(false);
    expect(resourceRules).toContainEqual({
      verbs: ['get', 'list', 'watch'],
      apiGroups: ['argoproj.io'],
      resources: ['applications'],
    });
    expect(resourceRules).toContainEqual({
      verbs: ['list'],
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: ['only'],
    });
    expect(await ask('SelfSubjectRulesReview', {}, PORTAL)).toMatchObject({ code: 400 });
  });

  it('are refused when they ask nothing or are something else', async () => {
    expect(await ask('SelfSubjectAccessReview', {}, PORTAL)).toMatchObject({ code: 400 });
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    expect(await rig.json(path, { method: 'POST', token: PORTAL, body: { kind: 'Pod' } })).toMatchObject({ code: 400 });
    expect((await rig.call(path)).status).toBe(405);
  });

  it('are not counted as objects', () => {
    expect(rig.store.list(CONFIG_MAP)).toEqual([]);
  });
});
