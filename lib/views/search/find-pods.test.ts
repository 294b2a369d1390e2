import { expect, it } from 'vitest';
import type { ApplicationResource } from '#lib/domain/application/application.ts';
import { application } from '#lib/testing/application.ts';
import { gpuPod } from '#lib/testing/gpu-cluster.ts';
import { findPods } from './find-pods.ts';

const resource = (kind: string, namespace: string, name: string): ApplicationResource => {
  return { group: 'apps', kind, namespace, name, wave: 0, sync: 'Synced', hook: false, requiresPruning: false };
};
const pod = (id: string, owner: { kind: string; name: string } | null) => {
  const [namespace = '', name = ''] = id.split('/');
  return { ...gpuPod(name), id, namespace, name, owner, gpu: null, phase: 'Running' as const, reason: '' };
};
const WEB = { kind: 'ReplicaSet', name: 'web-5d9c' };
const shop = application({ name: 'shop', resources: [resource('Deployment', 'shop', 'web')] });
const edge = application({
  name: 'shop',
  namespace: 'edge~argocd',
  destination: { cluster: 'in-cluster', namespace: 'shop', at: 'edge' },
  resources: [resource('Deployment', 'shop', 'web')],
});
const hrefs = (text: string, pods: Parameters<typeof findPods>[0]) =>
  findPods(pods, [shop, edge], text).map(({ label, href }) => [label, href]);

it('leads to the application of its own cluster', () => {
  const pods = [pod('shop/web-5d9c-a', WEB), pod('edge~shop/web-5d9c-b', WEB)];
  expect(hrefs('web', pods)).toEqual([
    ['web-5d9c-a', '/applications/argocd/shop'],
    ['web-5d9c-b', '/applications/edge~argocd/shop'],
  ]);
  expect(hrefs('WEB edge', pods)).toEqual([['web-5d9c-b', '/applications/edge~argocd/shop']]);
  expect(findPods(pods, [shop, edge], 'edge')[0]?.detail).toBe('Running · shop in edge');
});

it('leads to the card of one that belongs to no application, and leaves out what has no page', () => {
  const holder = { ...gpuPod('notebook-1'), owner: null, nodeName: 'edge~gpu-1' };
  expect(hrefs('-1', [holder, pod('kube-system/proxy-1', null)])).toEqual([
    ['notebook-1', '/gpu?machine=edge%7Egpu-1'],
  ]);
});

it('gives few of many, first those whose name begins so, and none for no words', () => {
  const many = Array.from({ length: 5000 }, (_, at) => pod(`shop/a-web-${at}`, WEB));
  const found = hrefs('web', [...many, pod('shop/web-5d9c-z', WEB)]);
  expect(found).toHaveLength(12);
  expect(found[0]?.[0]).toBe('web-5d9c-z');
  expect(hrefs('  ', many)).toEqual([]);
});
