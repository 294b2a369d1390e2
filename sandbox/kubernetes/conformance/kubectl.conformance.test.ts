import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resourceType } from '../resources.ts';
import { createKubectl, type Kubectl, kubectlMissing } from '../testing/kubectl.ts';
import {
  ADMIN,
  APPLICATION,
  application,
  configMap,
  type KubernetesRig,
  NOBODY,
  POD,
  pod,
  startRig,
} from '../testing/kubernetes-rig.ts';

const missing = kubectlMissing();

/** The lines of a table, each cut at two spaces or more. */
function cells(printed: string): string[][] {
  return printed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ {2,}/));
}

describe.skipIf(missing !== '')(`kubectl${missing === '' ? '' : ` (${missing})`}`, () => {
  let rig: KubernetesRig;
  let kubectl: Kubectl;
  beforeEach(async () => {
    rig = await startRig({ tls: true });
    kubectl = createKubectl(rig, ADMIN);
    rig.store.create(resourceType('Node'), {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'gpu-1', labels: { 'node-role.kubernetes.io/control-plane': 'true' } },
      status: {
        conditions: [{ type: 'Ready', status: 'True' }],
        capacity: { cpu: '8', memory: '32Gi', pods: '110' },
        allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
        nodeInfo: { kubeletVersion: 'v1.35.0+k3s1', osImage: 'Debian GNU/Linux 12' },
      },
    });
    const running = {
      ready: true,
      restartCount: 0,
      name: 'main',
      image: 'nginx:1.29',
      imageID: '',
      state: { running: {} },
    };
    rig.store.create(POD, {
      ...pod('web', 'gpu-1'),
      status: { phase: 'Running', podIP: '10.42.0.9', containerStatuses: [running] },
    });
    rig.store.create(APPLICATION, application('shop', 'OutOfSync', 'Progressing'));
  });
  afterEach(async () => {
    kubectl.remove();
    await rig.close();
  });

  it('gets tables with the columns people know', async () => {
    expect(cells(await kubectl.run('get', 'nodes'))).toEqual([
      ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
      ['gpu-1', 'Ready', 'control-plane', expect.stringMatching(/^\d+s$/), 'v1.35.0+k3s1'],
    ]);
    expect(cells(await kubectl.run('get', 'pods', '-A', '-o', 'wide'))[1]).toEqual([
      'default',
      'web',
      '1/1',
      'Running',
      '0',
      expect.stringMatching(/^\d+s$/),
      '10.42.0.9',
      'gpu-1',
      '<none>',
      '<none>',
    ]);
    expect(cells(await kubectl.run('get', 'app', '-A'))).toEqual([
      ['NAMESPACE', 'NAME', 'SYNC STATUS', 'HEALTH STATUS'],
      ['default', 'shop', 'OutOfSync', 'Progressing'],
    ]);
    expect(await kubectl.run('get', 'all')).toContain('pod/web');
  });

  it('gets whole objects, and says when there are none', async () => {
    expect(await kubectl.run('get', 'app', 'shop', '-o', 'yaml')).toContain('    status: OutOfSync\n');
    const { items } = JSON.parse(await kubectl.run('get', 'pods', '-o', 'json'));
    expect(items[0]).toMatchObject({ kind: 'Pod', metadata: { name: 'web' } });
    expect(
      await kubectl.run(
        'get',
        'pods',
        '-l',
        'tier notin (db)',
        '--field-selector',
        'status.phase=Running',
        '-o',
        'name',
      ),
    ).toBe('pod/web\n');
    await expect(kubectl.run('get', 'pods', 'none')).rejects.toThrow(
      'Error from server (NotFound): pods "none" not found',
    );
    await expect(kubectl.run('get', 'things')).rejects.toThrow(`the server doesn't have a resource type "things"`);
  });

  it('gets long lists in pages', async () => {
    for (let index = 0; index < 30; index += 1) {
      rig.store.create(resourceType('ConfigMap'), configMap(`c${index}`));
    }
    const before = rig.requests.byKind().ConfigMap ?? 0;
    expect(cells(await kubectl.run('get', 'cm', '--chunk-size', '10', '--no-headers'))).toHaveLength(30);
    expect((rig.requests.byKind().ConfigMap ?? 0) - before).toBe(3);
  });

  it('watches', async () => {
    const following = kubectl.follow('get', 'app', '-w');
    try {
      await expect.poll(() => following.printed(), { timeout: 10_000 }).toContain('shop');
      rig.store.update(APPLICATION, application('shop', 'Synced', 'Healthy'));
      await expect
        .poll(() => cells(following.printed()).at(-1), { timeout: 10_000 })
        .toEqual(['shop', 'Synced', 'Healthy']);
    } finally {
      following.stop();
    }
  });

  it('describes', async () => {
    const described = await Promise.all([
      kubectl.run('describe', 'pod', 'web'),
      kubectl.run('describe', 'node', 'gpu-1'),
      kubectl.run('describe', 'app', 'shop'),
      kubectl.run('describe', 'namespace', 'default'),
    ]);
    expect(described.map((text) => /^Name:\s+(\S+)$/m.exec(text)?.[1])).toEqual(['web', 'gpu-1', 'shop', 'default']);
    expect(described[1]).toContain('default                     web');
  });

  it('knows who it is and what it may', async () => {
    const nobody = createKubectl(rig, NOBODY);
    try {
      expect(await nobody.run('auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}')).toBe('nobody');
      expect((await kubectl.run('auth', 'can-i', 'delete', 'nodes')).trim()).toBe('yes');
      await expect(nobody.run('auth', 'can-i', 'list', 'pods')).rejects.toMatchObject({ stdout: 'no\n' });
      expect(await nobody.run('auth', 'can-i', '--list')).toContain('selfsubjectaccessreviews.authorization.k8s.io');
      await expect(nobody.run('get', 'app', '-A')).rejects.toThrow(
        'Error from server (Forbidden): applications.argoproj.io is forbidden: User "nobody" cannot list resource "applications" in API group "argoproj.io" at the cluster scope',
      );
    } finally {
      nobody.remove();
    }
    await expect(createKubectl(rig, 'bad').run('get', 'pods')).rejects.toThrow('You must be logged in to the server');
  });

  it('lists what is served, and what the server is', async () => {
    const resources = cells(await kubectl.run('api-resources', '--api-group', 'argoproj.io', '--sort-by', 'name'));
    expect(resources.map(([name]) => name)).toEqual(['NAME', 'applications', 'applicationsets', 'appprojects']);
    expect(await kubectl.run('version')).toContain('Server Version: v1.35.0+k3s1');
  });

  it('applies, labels, patches and deletes', async () => {
    const manifest = (value: string) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { value } });
    const apply = (value: string) => kubectl.feed(manifest(value), 'apply', '--validate=false', '-f', '-');
    expect(await apply('1')).toBe('configmap/settings created\n');
    expect(await apply('1')).toBe('configmap/settings unchanged\n');
    expect(await apply('2')).toBe('configmap/settings configured\n');
    await kubectl.run('label', 'cm', 'settings', 'tier=web');
    await kubectl.run(
      'patch',
      'cm',
      'settings',
      '--type',
      'json',
      '-p',
      '[{"op":"add","path":"/data/more","value":"x"}]',
    );
    expect(rig.store.get(resourceType('ConfigMap'), 'default', 'settings')).toMatchObject({
      data: { value: '2', more: 'x' },
      metadata: { labels: { tier: 'web' } },
    });
    expect(await kubectl.run('delete', 'cm', 'settings')).toBe('configmap "settings" deleted\n');
    expect(rig.store.list(resourceType('ConfigMap'))).toEqual([]);
  });

  it('explains and checks with the schemas the server has', async () => {
    await rig.close();
    kubectl.remove();
    const type = { type: 'object', properties: { data: { type: 'object', description: 'What it holds.' } } };
    const meaning = [{ group: '', version: 'v1', kind: 'ConfigMap' }];
    const schemas = { 'io.k8s.api.core.v1.ConfigMap': { ...type, 'x-kubernetes-group-version-kind': meaning } };
    rig = await startRig({ tls: true, openapi: () => ({ v1: { openapi: '3.0.0', components: { schemas } } }) });
    kubectl = createKubectl(rig, ADMIN);
    expect(await kubectl.run('explain', 'configmap')).toContain('What it holds.');
    const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
    expect(await kubectl.feed(manifest, 'apply', '-f', '-')).toBe('configmap/settings created\n');
  });
});
