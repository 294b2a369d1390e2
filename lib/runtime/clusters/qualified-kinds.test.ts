import { expect, it } from 'vitest';
import { createDestinations } from '#lib/domain/cluster/destinations.ts';
import { kindsIn } from './qualified-kinds.ts';

const find = createDestinations([
  { prefix: null, destinations: ['hub'] },
  { prefix: 'edge', destinations: ['edge'] },
]);
const first = kindsIn(null, find);
const edge = kindsIn('edge', find);

const pod = (over: object = {}) => ({
  metadata: { namespace: 'shop', name: 'web-1' },
  spec: { nodeName: 'node-1', containers: [] },
  ...over,
});
const app = (destination: object, annotations: object = {}) => ({
  metadata: { namespace: 'argocd', name: 'shop', annotations },
  spec: { destination: { namespace: 'shop', ...destination } },
});

it('names of the first cluster are as they are, those of another have its id before them', () => {
  expect(first.pods.toDomain(pod())).toMatchObject({ id: 'shop/web-1', namespace: 'shop', nodeName: 'node-1' });
  expect(edge.pods.toDomain(pod())).toMatchObject({
    id: 'edge~shop/web-1',
    namespace: 'edge~shop',
    nodeName: 'edge~node-1',
  });
  expect(edge.pods.toDomain(pod({ spec: {} })).nodeName).toBeNull();
  const node = { metadata: { name: 'node-1' } };
  expect(first.nodes.toDomain(node)).toMatchObject({ id: 'node-1', name: 'node-1' });
  expect(edge.nodes.toDomain(node)).toMatchObject({ id: 'edge~node-1', name: 'edge~node-1' });
  expect(edge.deployments.toDomain(pod())).toMatchObject({ id: 'edge~shop/web-1', namespace: 'edge~shop' });
  expect(edge.projects.toDomain(app({}))).toMatchObject({ id: 'edge~argocd/shop', name: 'shop' });
  expect(edge.settings('argocd').toDomain(app({}))).toMatchObject({ id: 'edge~argocd/shop' });
});

it('every id of another cluster is kept under the name it has here', () => {
  const object = { ...pod(), ...app({}), metadata: { namespace: 'shop', name: 'web-1' } };
  const { settings, ...kinds } = edge;
  for (const kind of [...Object.values(kinds), settings('argocd')]) {
    const ids = [kind].map((each) => each.idOf(each.toDomain(object) as never));
    expect(ids.map((id) => id.startsWith('edge~'))).toEqual([true]);
  }
});

it('an application is where its destination says, seen from the Argo CD that it belongs to', () => {
  const at = (kinds: typeof first, destination: object) => kinds.applications.toDomain(app(destination)).destination.at;
  expect(at(first, { server: 'https://kubernetes.default.svc' })).toBeUndefined();
  expect(at(first, { name: 'edge' })).toBe('edge');
  expect(at(first, { name: 'unknown' })).toBe('?');
  expect(at(edge, { name: 'in-cluster' })).toBe('edge');
  expect(at(edge, { name: 'hub' })).toBeUndefined();
});

it('an application of another Argo CD belongs to that one’s, whatever their names', () => {
  const tracked = { 'argocd.argoproj.io/tracking-id': 'root:argoproj.io/Application:argocd/shop' };
  expect(edge.applications.toDomain(app({ name: 'in-cluster' }, tracked))).toMatchObject({
    id: 'edge~argocd/shop',
    namespace: 'edge~argocd',
    name: 'shop',
    parent: 'edge~argocd/root',
  });
});

it('no object passes for one of another cluster', () => {
  const forged = { metadata: { namespace: 'edge~shop', name: 'web-1' }, spec: {} };
  expect(() => first.pods.toDomain(forged)).toThrow('~');
  expect(() => first.pods.toDomain(pod({ spec: { nodeName: 'edge~node-1' } }))).toThrow('~');
  const tracked = { 'argocd.argoproj.io/tracking-id': 'edge~argocd_root:argoproj.io/Application:argocd/shop' };
  expect(() => first.applications.toDomain(app({}, tracked))).toThrow('~');
});
