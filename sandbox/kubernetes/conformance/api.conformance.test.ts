import { get } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ADMIN,
  APPLICATION,
  application,
  CONFIG_MAP,
  configMap,
  type KubernetesRig,
  POD,
  pod,
  startRig,
} from '../testing/kubernetes-rig.ts';

const APPLICATIONS = '/apis/argoproj.io/v1alpha1/applications';
const SCHEMA = {
  openapi: '3.0.0',
  info: { title: 'Kubernetes', version: 'v1.35.0+k3s1' },
  components: {
    schemas: {
      'io.k8s.api.core.v1.Pod': {
        type: 'object',
        'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
      },
    },
  },
};

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

describe('discovery', () => {
  it('says what the server is', async () => {
    expect(await rig.json('/version')).toMatchObject({ major: '1', minor: '35', gitVersion: 'v1.35.0+k3s1' });
    for (const path of ['/healthz', '/livez', '/readyz']) {
      const response = await rig.call(path);
      expect([response.status, await response.text()]).toEqual([200, 'ok']);
    }
  });

  it('names groups, versions and resources in the old way', async () => {
    expect(await rig.json('/api')).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const { groups } = await rig.json<{ groups: { name: string; preferredVersion: { version: string } }[] }>('/apis');
    expect(groups.find(({ name }) => name === 'argoproj.io')?.preferredVersion.version).toBe('v1alpha1');
    expect(groups[0]?.name).toBe('apps');
    expect(await rig.json('/apis/apps')).toMatchObject({
      kind: 'APIGroup',
      preferredVersion: { groupVersion: 'apps/v1' },
    });
    const core = await rig.json<{ resources: { name: string }[] }>('/api/v1');
    expect(core).toMatchObject({ kind: 'APIResourceList', groupVersion: 'v1' });
    expect(core.resources).toContainEqual({
      name: 'pods',
      singularName: 'pod',
      namespaced: true,
      kind: 'Pod',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['po'],
      categories: ['all'],
    });
    expect(core.resources.map(({ name }) => name)).toContain('pods/status');
    const argo = await rig.json<{ resources: { name: string }[] }>('/apis/argoproj.io/v1alpha1');
    expect(argo.resources.map(({ name }) => name)).not.toContain('applications/status');
  });

  it.each([['v2'], ['v2beta1']])('is all in one answer for who takes %s', async (version) => {
    const accept = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList,application/json`;
    const response = await rig.call('/apis', { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(
      `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
    );
    const body = await response.json();
    expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: `apidiscovery.k8s.io/${version}` });
    const argo = body.items.find((item: { metadata: { name: string } }) => item.metadata.name === 'argoproj.io');
    expect(argo.versions[0].resources.map(({ resource }: { resource: string }) => resource)).toContain('applications');
    const etag = response.headers.get('etag') ?? '';
    expect((await rig.call('/apis', { headers: { accept, 'if-none-match': etag } })).status).toBe(304);
    rig.removeCrd('argoproj.io', 'applications');
    expect((await rig.call('/apis', { headers: { accept, 'if-none-match': etag } })).status).toBe(200);
  });

  it('of schemas serves what it is given, with paths, and otherwise nothing', async () => {
    expect(await rig.json('/openapi/v3')).toEqual({ paths: {} });
    expect((await rig.call('/openapi/v3/api/v1')).status).toBe(404);
    await rig.close();
    rig = await startRig({ openapi: () => ({ v1: SCHEMA, 'apps/v1': { openapi: '3.0.0' } }) });
    const index = await rig.json<{ paths: Record<string, { serverRelativeURL: string }> }>('/openapi/v3');
    expect(Object.keys(index.paths)).toEqual(['api/v1', 'apis/apps/v1']);
    const url = index.paths['api/v1']?.serverRelativeURL ?? '';
    expect(url).toMatch(/^\/openapi\/v3\/api\/v1\?hash=[0-9A-F]{128}$/);
    const document = await rig.json<typeof SCHEMA & { paths: object }>(url);
    expect(document.components).toEqual(SCHEMA.components);
    expect(document.paths).toHaveProperty(['/api/v1/namespaces/{namespace}/pods/{name}', 'patch']);
  });
});

describe('kinds', () => {
  it('that are not served are 404, as a Status in Kubernetes own groups and as plain text elsewhere', async () => {
    const own = await rig.call('/api/v1/things');
    expect(own.status).toBe(404);
    expect(await own.json()).toMatchObject({
      kind: 'Status',
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      details: {},
      code: 404,
    });
    const other = await rig.call('/apis/example.com/v1/things');
    expect([other.status, await other.text()]).toEqual([404, '404 page not found\n']);
  });

  it('come and go with their definitions', async () => {
    rig.store.create(APPLICATION, application('a'));
    expect((await rig.json(APPLICATIONS)).items).toHaveLength(1);
    rig.removeCrd('argoproj.io', 'applications');
    expect((await rig.call(APPLICATIONS)).status).toBe(404);
    expect((await rig.call('/apis/argoproj.io/v1alpha1/appprojects')).status).toBe(200);
    rig.installCrd(APPLICATION);
    expect(await rig.json(APPLICATIONS)).toMatchObject({ kind: 'ApplicationList', items: [] });
  });

  it('can be defined over HTTP, in several versions of one content', async () => {
    const versions = ['v1', 'v2'].map((name) => ({ name, served: true, storage: name === 'v1', schema: {} }));
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: { group: 'example.com', scope: 'Cluster', names: { plural: 'things', kind: 'Thing' }, versions },
    };
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    const wrong = { ...definition, spec: { ...definition.spec, scope: 'World', versions: 'none' } };
    expect(await rig.json(path, { method: 'POST', body: wrong })).toMatchObject({
      code: 422,
      details: { causes: [{ field: 'spec.scope' }, { field: 'spec.versions' }] },
    });
    expect((await rig.call(path, { method: 'POST', body: definition })).status).toBe(201);
    const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 't' }, spec: { size: 1 } };
    expect((await rig.call('/apis/example.com/v1/things', { method: 'POST', body: thing })).status).toBe(201);
    expect(await rig.json('/apis/example.com/v2/things/t')).toMatchObject({
      apiVersion: 'example.com/v2',
      spec: { size: 1 },
    });
    expect((await rig.call(`${path}/things.example.com`, { method: 'DELETE' })).status).toBe(200);
    expect((await rig.call('/apis/example.com/v1/things')).status).toBe(404);
  });
});

describe('answers', () => {
  it('of lists leave the type out of built-in items and keep it in custom ones', async () => {
    rig.store.create(POD, pod('p', 'n1'));
    rig.store.create(APPLICATION, application('a'));
    const pods = await rig.json('/api/v1/pods');
    expect(pods).toMatchObject({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(rig.store.revision) },
    });
    expect(pods.items[0]).not.toHaveProperty('kind');
    expect((await rig.json(APPLICATIONS)).items[0]).toMatchObject({
      kind: 'Application',
      apiVersion: 'argoproj.io/v1alpha1',
    });
    expect(await rig.json('/api/v1/namespaces/default/pods/p')).toMatchObject({ kind: 'Pod', apiVersion: 'v1' });
  });

  it('are as they are stored, byte for byte in any script', async () => {
    const text = 'Grüße "aus"\nJapan: 日本 \u0000 </script>';
    const made = rig.store.create(CONFIG_MAP, configMap('a', text));
    expect(await rig.json('/api/v1/namespaces/default/configmaps/a')).toEqual(made);
    expect((await rig.json('/api/v1/configmaps')).items[0]?.data).toEqual({ value: text });
  });

  it('can be the metadata alone', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
    const list = await rig.json('/api/v1/namespaces/default/configmaps', { headers: { accept } });
    expect(list).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
    expect(Object.keys(list.items[0] ?? {})).toEqual(['kind', 'apiVersion', 'metadata']);
  });

  it.each([
    ['None', undefined],
    ['Metadata', 'PartialObjectMetadata'],
    ['Object', 'ConfigMap'],
  ])('can be rows with %s', async (include, kind) => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const accept = 'application/json;as=Table;g=meta.k8s.io;v=v1';
    const table = await rig.json<{ rows: { cells: unknown[]; object?: { kind: string } }[] }>(
      `/api/v1/namespaces/default/configmaps?includeObject=${include}`,
      { headers: { accept } },
    );
    expect(table.rows[0]?.cells).toEqual(['a', 1, expect.stringMatching(/^\d+s$/)]);
    expect(table.rows[0]?.object?.kind).toBe(kind);
  });

  it.each([
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('that are long are packed for who takes %s', async (encoding, expected) => {
    rig.store.create(CONFIG_MAP, configMap('big', 'x'.repeat(200_000)));
    rig.store.create(CONFIG_MAP, configMap('small'));
    const ask = (name: string) =>
      new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${ADMIN}`, 'accept-encoding': encoding };
        get(`${rig.url}/api/v1/namespaces/default/configmaps/${name}`, { headers, agent: false }, (response) => {
          buffer(response).then((body) => resolve({ encoding: response.headers['content-encoding'], body }), reject);
        }).on('error', reject);
      });
    const big = await ask('big');
    expect(big.encoding).toBe(expected);
    const json = expected === 'gzip' ? gunzipSync(big.body) : big.body;
    expect(JSON.parse(json.toString()).data.value).toHaveLength(200_000);
    expect((await ask('small')).encoding).toBeUndefined();
  });

  it('to a shape nobody knows are 406', async () => {
    expect((await rig.call('/api/v1/pods', { headers: { accept: 'text/html' } })).status).toBe(406);
  });

  it('carry an id of their own and are not to be cached', async () => {
    const { headers } = await rig.call('/api/v1/pods');
    expect(headers.get('audit-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('cache-control')).toBe('no-cache, private');
  });
});

describe('requests', () => {
  it('are counted, all and by kind', async () => {
    await rig.call('/api/v1/pods');
    await rig.call('/api/v1/namespaces/default/pods/none');
    await rig.call(APPLICATIONS, { token: 'bad' });
    await rig.call('/version');
    expect(rig.requests.count()).toBe(4);
    expect(rig.requests.byKind()).toEqual({ Pod: 2, Application: 1, '/version': 1 });
  });

  it.each([
    [
      '/api/v1/pods?labelSelector=a%20b',
      400,
      "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
    ],
    ['/api/v1/pods?fieldSelector=spec.x%3Dy', 400, 'field label not supported: spec.x'],
    ['/api/v1/pods?limit=x', 400, 'strconv.ParseUint: parsing "x": invalid syntax'],
    ['/api/v1/namespaces/default/nodes', 404, 'the server could not find the requested resource'],
    ['/api/v1/namespaces/default/configmaps/a/status', 404, 'the server could not find the requested resource'],
    ['/api/v1/nodes/n1', 404, 'nodes "n1" not found'],
    [`${APPLICATIONS}/x`, 404, 'the server could not find the requested resource'],
    ['/apis/argoproj.io/v1alpha1/namespaces/default/applications/x', 404, 'applications.argoproj.io "x" not found'],
  ])('for %s are %d', async (path, code, message) => {
    const status = await rig.json(path);
    expect(status).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code });
    expect(status.message).toContain(message);
  });
});
