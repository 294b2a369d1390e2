import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { createCollection } from './collection.ts';
import { createWorkloadTroubles } from './workload-troubles.ts';

function pod(name: string, overrides: Partial<Pod> = {}): Pod {
  return {
    id: `shop/${name}`,
    namespace: 'shop',
    name,
    uid: name,
    phase: 'Pending',
    ready: false,
    nodeName: 'node-1',
    createdAt: null,
    requests: { cpuMillis: 0, memoryBytes: 0, extended: {} },
    owner: { kind: 'ReplicaSet', name: 'web-api-7d9f' },
    reason: 'ContainerCreating',
    message: '',
    restarts: 0,
    instance: null,
    gpu: null,
    ...overrides,
  };
}

const backOff = { reason: 'ImagePullBackOff', message: 'not found' };
const noRoom = { reason: 'Unschedulable', message: 'no room', nodeName: null };

function track(...pods: Pod[]) {
  const collection = createCollection<Pod>({ id: 'lab/pods', label: 'Pods' });
  const troubles = createWorkloadTroubles(collection);
  collection.replace(new Map(pods.map((each) => [each.id, each])));
  return { collection, troubles };
}

describe('createWorkloadTroubles', () => {
  it.each([
    ['what cannot pull its image', backOff, { ...backOff, isFailing: true }],
    ['what has no node, which has not failed', noRoom, { reason: 'Unschedulable', isFailing: false }],
    [
      'what runs between two crashes',
      { phase: 'Running', restarts: 2, reason: 'ContainersNotReady' } as const,
      { reason: 'restarted 2 times and is not ready', isFailing: true },
    ],
    ['nothing of what is starting', {}, undefined],
    [
      'nothing of what came up after all',
      { phase: 'Running', ready: true, restarts: 3, reason: '' } as const,
      undefined,
    ],
    ['nothing of what has ended', { phase: 'Failed', reason: 'Evicted' } as const, undefined],
  ])('tells %s', (_, state, trouble) => {
    const told = track(pod('a', state)).troubles.get('shop/Deployment/web-api');
    expect(told).toEqual(trouble === undefined ? undefined : expect.objectContaining(trouble));
  });

  it('belongs to what the pod was made for: a Deployment, another owner, or the pod itself', () => {
    const { troubles } = track(
      pod('a', backOff),
      pod('b', { ...backOff, owner: { kind: 'StatefulSet', name: 'db' } }),
      pod('c', { ...backOff, owner: null }),
    );
    const workloads = ['Deployment/web-api', 'StatefulSet/db', 'Pod/c'];
    expect(workloads.map((id) => troubles.get(`shop/${id}`)?.pod)).toEqual(['shop/a', 'shop/b', 'shop/c']);
    expect(troubles.size).toBe(3);
  });

  it('tells the worst of several, and only when it is another', () => {
    const { collection, troubles } = track(pod('a', noRoom), pod('b', noRoom));
    const heard: string[][] = [];
    troubles.subscribe(({ upserted, removed }) => heard.push([...upserted, ...removed]));
    collection.upsert('shop/b', pod('b', backOff));
    expect(troubles.get('shop/Deployment/web-api')).toMatchObject({ pod: 'shop/b', isFailing: true });
    collection.upsert('shop/a', pod('a'));
    expect(heard).toEqual([['shop/Deployment/web-api']]);
    collection.remove('shop/b');
    expect(troubles.size).toBe(0);
  });

  it('has after every change, of one pod or of most of them, what it would have had from the start', () => {
    const states = [backOff, noRoom, {}, { phase: 'Running', ready: true, reason: '' } as const];
    const sets = Array.from({ length: 80 }, (_, index) => ({ kind: 'ReplicaSet', name: `set-${index}-7d9f` }));
    const any = (name: string, draw: number) =>
      pod(name, { ...states[draw % states.length], owner: sets[(draw >> 2) % sets.length] ?? null });
    const contents = ({ values, get }: ReturnType<typeof track>['troubles']) =>
      new Map([...values()].map(({ pod: id }) => [id, get(`shop/${collectionOwner(id)}`)]));
    const collectionOwner = (id: string) => {
      const name = collection.get(id)?.owner?.name.replace(/-[^-]*$/, '') ?? '';
      return `Deployment/${name}`;
    };
    const { collection, troubles } = track();
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(199), fc.nat(319)), { minLength: 1, maxLength: 200 }), (changes) => {
        const changed = changes.map(([name, draw]) => any(`pod-${name}`, draw));
        const [first] = changed;
        if (changed.length > 100) {
          collection.replace(new Map(changed.map((each) => [each.id, each])));
        } else if (changed.length > 10 || first === undefined) {
          for (const each of changed) {
            collection.upsert(each.id, each);
          }
        } else {
          collection.remove(first.id);
        }
        const fresh = track(...collection.values()).troubles;
        expect(contents(troubles)).toEqual(contents(fresh));
        expect(troubles.size).toBe(fresh.size);
      }),
    );
  });
});
