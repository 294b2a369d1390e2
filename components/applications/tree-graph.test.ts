import { expect, it } from 'vitest';
import type { GraphNode } from '#components/patterns/graph/graph-node.ts';
import type { LiveNode } from '#lib/domain/application/live-tree.ts';
import { application } from '#lib/testing/application.ts';
import { treeGraph } from './tree-graph.ts';

const PATTERN = 'https://argocd.lab/applications/argocd/web?node={group}%2F{kind}%2F{namespace}%2F{name}%2F0';
const resource = (kind: string, name: string, group = '') => ({
  group,
  kind,
  namespace: 'shop',
  name,
  wave: 0,
  hook: false,
  requiresPruning: false,
  sync: 'OutOfSync' as const,
});
const live = (id: string, owners: string[] = [], more: Partial<LiveNode> = {}): LiveNode => {
  const [group = '', kind = '', namespace = '', name = ''] = id.split('/');
  return { id, group, kind, namespace, name, owners, createdAt: null, ...more };
};
const shape = ({ kind, name, children }: GraphNode): unknown => [`${kind} ${name}`, ...children.map(shape)];

it('is a tree of owners with health, sync and what a pod says of itself', () => {
  const nodes = [
    live('apps/Deployment/shop/web'),
    live('apps/ReplicaSet/shop/web-1', ['apps/Deployment/shop/web']),
    live('/Pod/shop/web-1-a', ['apps/ReplicaSet/shop/web-1'], { health: 'Degraded', status: 'CrashLoopBackOff' }),
  ];
  const app = application({ resources: [resource('Deployment', 'web', 'apps')] });
  const root = treeGraph(app, { nodes, left: 0 }, PATTERN);
  expect(shape(root)).toEqual(['Application web', ['Deployment web', ['ReplicaSet web-1', ['Pod web-1-a']]]]);
  const [deployment] = root.children;
  expect(deployment?.marks.map(({ word }) => word)).toEqual(['OutOfSync']);
  const pod = deployment?.children[0]?.children[0];
  expect(pod?.marks).toMatchObject([{ word: 'Degraded', detail: 'CrashLoopBackOff' }]);
  expect(pod?.href).toBe('https://argocd.lab/applications/argocd/web?node=%2FPod%2Fshop%2Fweb-1-a%2F0');
});

it('ends where objects own each other in a ring, or one another without end', () => {
  const ring = [live('/A/s/a', []), live('/A/s/b', ['/A/s/a']), live('/A/s/a2', ['/A/s/b'])];
  ring[0]?.owners.push();
  const chain = Array.from({ length: 500 }, (_, index) =>
    live(`/A/s/${index}`, index === 0 ? [] : [`/A/s/${index - 1}`]),
  );
  expect(JSON.stringify(shape(treeGraph(application(), { nodes: ring, left: 0 }, null)))).toContain('a2');
  expect(JSON.stringify(shape(treeGraph(application(), { nodes: chain, left: 0 }, null)))).not.toContain('A 40');
});

it('shows what the application itself tells where the live tree is not known', () => {
  const app = application({
    resources: [resource('ConfigMap', 'a'), resource('Application', 'child', 'argoproj.io')],
  });
  const root = treeGraph(app, null, null);
  expect(root.children.map(({ name, href }) => [name, href])).toEqual([
    ['a', '/applications/argocd/web#object--ConfigMap-shop-a'],
    ['child', '/applications/shop/child'],
  ]);
});

it('leads to the application of its own cluster, which another cluster may have one of the same name of', () => {
  const child = resource('Application', 'child', 'argoproj.io');
  const hrefOf = (at: string | undefined) => {
    const destination = { cluster: 'in-cluster', namespace: 'argocd', ...(at === undefined ? {} : { at }) };
    const app = application({ namespace: 'edge~argocd', destination, resources: [child] });
    return treeGraph(app, null, null).children[0]?.href;
  };
  expect(hrefOf('edge')).toBe('/applications/edge~shop/child');
  expect(hrefOf(undefined)).toBe('/applications/shop/child');
  // Where nobody looks, there is no page of it.
  expect(hrefOf('?')).toBe('/applications/edge~argocd/web#object-argoproj.io-Application-shop-child');
});

it('is no link where there is nothing that it could lead to', () => {
  const nodes = [live('apps/Deployment/shop/web'), live('/Pod/shop/web-1', ['apps/Deployment/shop/web'])];
  const app = application({ resources: [resource('Deployment', 'web', 'apps')] });
  const [deployment] = treeGraph(app, { nodes, left: 0 }, null).children;
  expect(deployment?.href).toBe('/applications/argocd/web#object-apps-Deployment-shop-web');
  expect(deployment?.children[0]?.href).toBeNull();
});
