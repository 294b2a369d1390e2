import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../object.ts';
import {
  APPLICATION,
  application,
  CONFIG_MAP,
  configMap,
  type KubernetesRig,
  POD,
  pod,
  startRig,
} from '../testing/kubernetes-rig.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';
const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/default/applications';

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

function patch(path: string, type: string, body: unknown) {
  return rig.json(path, { method: 'PATCH', headers: { 'content-type': `application/${type}` }, body });
}

describe('POST', () => {
  it('creates, and answers with what is stored', async () => {
    const response = await rig.call(CONFIG_MAPS, { method: 'POST', body: configMap('a') });
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual(rig.store.get(CONFIG_MAP, 'default', 'a'));
    expect(await rig.json(CONFIG_MAPS, { method: 'POST', body: configMap('a') })).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
      message: 'configmaps "a" already exists',
      details: { name: 'a', kind: 'configmaps' },
    });
  });

  it('takes YAML, makes up a name, and drops what only the server writes', async () => {
    const body =
      'metadata:\n  generateName: run-\n  creationTimestamp: null\n  uid: forged\nspec:\n  containers: []\nstatus:\n  phase: Running\n';
    const made = await rig.json(PODS, { method: 'POST', headers: { 'content-type': 'application/yaml' }, body });
    expect(made.metadata.name).toMatch(/^run-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    expect(made.metadata.uid).not.toBe('forged');
    expect(made.status).toEqual({ phase: 'Pending' });
  });

  it('fills in what every namespace and secret has', async () => {
    const namespace = await rig.json('/api/v1/namespaces', { method: 'POST', body: { metadata: { name: 'shop' } } });
    expect(namespace).toMatchObject({
      metadata: { labels: { 'kubernetes.io/metadata.name': 'shop' } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
    const secret = await rig.json('/api/v1/namespaces/shop/secrets', {
      method: 'POST',
      body: { metadata: { name: 's' }, stringData: { user: 'joe' } },
    });
    expect(secret).toMatchObject({ data: { user: 'am9l' } });
    expect(secret).not.toHaveProperty('stringData');
  });

  it.each<[string, string, unknown, number, string]>([
    ['of another kind', CONFIG_MAPS, pod('a'), 400, 'Pod in version "v1" cannot be handled as a ConfigMap'],
    [
      'of another version',
      CONFIG_MAPS,
      { ...configMap('a'), apiVersion: 'v2' },
      400,
      'does not match the expected API version',
    ],
    [
      'for another namespace',
      CONFIG_MAPS,
      { metadata: { name: 'a', namespace: 'other' } },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    [
      'where there is no namespace',
      '/api/v1/namespaces/none/configmaps',
      { metadata: { name: 'a' } },
      404,
      'namespaces "none" not found',
    ],
    [
      'without a namespace',
      '/api/v1/configmaps',
      configMap('a'),
      404,
      'the server could not find the requested resource',
    ],
    [
      'at a name',
      `${CONFIG_MAPS}/a`,
      configMap('a'),
      405,
      'the server does not allow this method on the requested resource',
    ],
    [
      'with a version',
      CONFIG_MAPS,
      { metadata: { name: 'a', resourceVersion: '5' } },
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    ['that is no object', CONFIG_MAPS, [], 400, 'the object provided is unrecognized'],
    ['that is no JSON', CONFIG_MAPS, '{', 400, 'json parse error'],
  ])('%s is refused', async (_what, path, body, code, message) => {
    const before = rig.store.revision;
    const status = await rig.json(path, { method: 'POST', body });
    expect(status).toMatchObject({ kind: 'Status', status: 'Failure', code });
    expect(status.message).toContain(message);
    expect(rig.store.revision).toBe(before);
  });

  it('names every field that is wrong', async () => {
    const body = { metadata: { name: 'Bad_Name', labels: { ok: '-x-' }, annotations: { 'a/b/c': '1' } } };
    const status = await rig.json(CONFIG_MAPS, { method: 'POST', body });
    expect(status).toMatchObject({ code: 422, reason: 'Invalid', details: { kind: 'ConfigMap', name: 'Bad_Name' } });
    expect(status.message).toMatch(
      /^ConfigMap "Bad_Name" is invalid: \[metadata\.name: Invalid value: "Bad_Name": a lowercase RFC 1123 subdomain/,
    );
    expect(status.details?.causes?.map(({ field, reason }) => [field, reason])).toEqual([
      ['metadata.name', 'FieldValueInvalid'],
      ['metadata.labels', 'FieldValueInvalid'],
      ['metadata.annotations', 'FieldValueInvalid'],
    ]);
    const nameless = await rig.json(CONFIG_MAPS, { method: 'POST', body: { metadata: {} } });
    expect(nameless.message).toBe(
      'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  it('into a namespace that is being deleted is forbidden', async () => {
    await rig.call('/api/v1/namespaces', { method: 'POST', body: { metadata: { name: 'old' } } });
    await rig.call('/api/v1/namespaces/old', { method: 'DELETE' });
    const status = await rig.json('/api/v1/namespaces/old/configmaps', {
      method: 'POST',
      body: { metadata: { name: 'a' } },
    });
    expect(status).toMatchObject({
      code: 403,
      message:
        'configmaps "a" is forbidden: unable to create new content in namespace old because it is being terminated',
      details: { causes: [{ reason: 'NamespaceTerminating' }] },
    });
  });

  it('as a dry run changes nothing and answers as if', async () => {
    const before = rig.store.revision;
    const made = await rig.json(`${CONFIG_MAPS}?dryRun=All`, { method: 'POST', body: configMap('a') });
    expect(made.metadata).toMatchObject({ name: 'a', uid: expect.any(String) });
    expect(rig.store.revision).toBe(before);
    expect(await rig.json(`${CONFIG_MAPS}?dryRun=Some`, { method: 'POST', body: configMap('a') })).toMatchObject({
      code: 422,
    });
  });
});

describe('PUT', () => {
  it('replaces, unless somebody else was there before', async () => {
    const made = rig.store.create(CONFIG_MAP, configMap('a'));
    const put = (body: unknown) => rig.json(`${CONFIG_MAPS}/a`, { method: 'PUT', body });
    expect(await put({ ...made, data: { value: 'w' } })).toMatchObject({ data: { value: 'w' } });
    expect(await put({ ...made, data: { value: 'x' } })).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message:
        'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    });
    expect(await put(configMap('a', 'unconditional'))).toMatchObject({ data: { value: 'unconditional' } });
    expect(await put({ ...configMap('a'), metadata: { name: 'a', uid: 'other' } })).toMatchObject({ code: 409 });
    expect(await put(configMap('b'))).toMatchObject({
      code: 400,
      message: 'the name of the object (b) does not match the name on the URL (a)',
    });
    expect(await rig.json(`${CONFIG_MAPS}/b`, { method: 'PUT', body: configMap('b') })).toMatchObject({ code: 404 });
  });

  it('of a custom kind needs the version it was made from', async () => {
    rig.store.create(APPLICATION, application('a'));
    expect(await rig.json(`${APPLICATIONS}/a`, { method: 'PUT', body: application('a', 'OutOfSync') })).toMatchObject({
      code: 422,
      message:
        'Application.argoproj.io "a" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    });
  });

  it('keeps status and wish apart where status is a subresource', async () => {
    const made = rig.store.create(POD, pod('p', 'n1'));
    const changed = { ...made, spec: { ...made.spec, priority: 5 }, status: { phase: 'Failed' } };
    expect(await rig.json(`${PODS}/p`, { method: 'PUT', body: changed })).toMatchObject({
      spec: { priority: 5 },
      status: { phase: 'Running' },
    });
    const { resourceVersion, ...metadata } = changed.metadata;
    const status = await rig.json(`${PODS}/p/status`, {
      method: 'PUT',
      body: { ...changed, metadata, spec: {}, status: { phase: 'Succeeded' } },
    });
    expect(status).toMatchObject({ spec: { priority: 5 }, status: { phase: 'Succeeded' } });
  });
});

describe('PATCH', () => {
  beforeEach(() => {
    rig.store.create(CONFIG_MAP, configMap('a', 'v', { tier: 'web' }));
  });

  it('merges', async () => {
    expect(
      await patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', {
        data: { more: 'm' },
        metadata: { labels: { tier: null } },
      }),
    ).toMatchObject({
      data: { value: 'v', more: 'm' },
      metadata: { labels: {} },
    });
  });

  it('does as a list of operations says', async () => {
    const operations = [
      { op: 'test', path: '/data/value', value: 'v' },
      { op: 'replace', path: '/data/value', value: 'w' },
    ];
    expect(await patch(`${CONFIG_MAPS}/a`, 'json-patch+json', operations)).toMatchObject({ data: { value: 'w' } });
    expect(await patch(`${CONFIG_MAPS}/a`, 'json-patch+json', operations)).toMatchObject({
      code: 422,
      reason: 'Invalid',
    });
  });

  it('merges built-in kinds by the keys of their lists, and refuses that for custom ones', async () => {
    rig.store.create(POD, pod('p'));
    const containers = [{ name: 'side', image: 'proxy' }];
    const patched = await patch(`${PODS}/p`, 'strategic-merge-patch+json', { spec: { containers } });
    expect(patched.spec?.containers).toEqual([
      { name: 'main', image: 'nginx:1.29' },
      { name: 'side', image: 'proxy' },
    ]);
    rig.store.create(APPLICATION, application('x'));
    expect(await patch(`${APPLICATIONS}/x`, 'strategic-merge-patch+json', {})).toMatchObject({
      code: 415,
      reason: 'UnsupportedMediaType',
    });
  });

  it('applies, creating what is missing', async () => {
    const apply = (name: string, body: string, query = '?fieldManager=test') =>
      patch(`${CONFIG_MAPS}/${name}${query}`, 'apply-patch+yaml', body);
    expect(await apply('new', 'data:\n  a: "1"\n')).toMatchObject({ metadata: { name: 'new' }, data: { a: '1' } });
    expect(await apply('new', 'data:\n  b: "2"\n')).toMatchObject({ data: { a: '1', b: '2' } });
    expect(await apply('new', 'data: {}\n', '')).toMatchObject({ code: 400 });
  });

  it('with a version holds to it', async () => {
    expect(await patch(`${CONFIG_MAPS}/a`, 'merge-patch+json', { metadata: { resourceVersion: '1' } })).toMatchObject({
      code: 409,
    });
    expect(await patch(`${CONFIG_MAPS}/none`, 'merge-patch+json', {})).toMatchObject({ code: 404 });
  });

  it('of the status leaves the rest alone', async () => {
    rig.store.create(POD, pod('p'));
    const body = { spec: { nodeName: 'sneaky' }, status: { phase: 'Failed' } };
    const patched = await patch(`${PODS}/p/status`, 'merge-patch+json', body);
    expect(patched.status).toEqual({ phase: 'Failed' });
    expect(patched.spec).not.toHaveProperty('nodeName');
  });

  it('that takes the last finalizer from a deleted object removes it', async () => {
    const held: KubeObject = {
      ...configMap('held'),
      metadata: { ...configMap('held').metadata, finalizers: ['x.io/y'] },
    };
    rig.store.create(CONFIG_MAP, held);
    const marked = await rig.json(`${CONFIG_MAPS}/held`, { method: 'DELETE' });
    expect(marked.metadata.deletionTimestamp).toBeDefined();
    await patch(`${CONFIG_MAPS}/held`, 'merge-patch+json', { metadata: { finalizers: null } });
    expect((await rig.call(`${CONFIG_MAPS}/held`)).status).toBe(404);
  });
});
