import { describe, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { Services } from '#lib/portal/context.ts';
import type { LookedTree } from '#lib/portal/engine-api.ts';
import { application } from '#lib/testing/application.ts';
import { type TestCollection, testCollection } from '#lib/testing/collection.ts';
import { pretendEngineApi } from '#lib/testing/engine-api.ts';
import { createLiveTreeTopic } from './live-tree-topic.ts';

const ID = 'argocd/web';
const SOURCE = { id: 'argocd/lab', label: 'API', state: 'live', asOf: 5, since: 1 } as const;
const looked = (name: string, more: Partial<LookedTree['source']> = {}): LookedTree => ({
  id: ID,
  value: {
    nodes: [{ id: `/Pod/web/${name}`, group: '', kind: 'Pod', namespace: 'web', name, owners: [], createdAt: null }],
    left: 0,
  },
  source: { ...SOURCE, ...more },
});

function rig() {
  const engineApi = pretendEngineApi();
  const seenApplications = testCollection<Application>([[ID, application()]]);
  const services = { engineApi, seenApplications, engine: { name: 'Argo CD' } } as unknown as Services;
  const trees = engineApi.trees.collection as TestCollection<LookedTree>;
  return { engineApi, services, trees };
}

describe('the live topic of what runs of an application', () => {
  it('tells what changed there, and not that it was asked for again', () => {
    const { services, trees } = rig();
    const topic = createLiveTreeTopic(services, `live-tree/${ID}`);
    const stop = topic?.start(() => undefined);
    trees.set(ID, looked('a'));
    expect(topic?.collect(false)?.upsert).toMatchObject([{ id: ID, tree: { nodes: [{ name: 'a' }] }, problem: null }]);
    trees.set(ID, looked('a', { asOf: 9_000 }));
    expect(topic?.collect(false)).toBeNull();
    trees.set('argocd/other', looked('x'));
    expect(topic?.isDirty).toBe(false);
    trees.set(ID, looked('b'));
    expect(topic?.collect(false)?.upsert).toMatchObject([{ tree: { nodes: [{ name: 'b' }] } }]);
    trees.set(ID, looked('b', { state: 'stale', since: 7, reason: 'It is gone.' }));
    expect(topic?.collect(false)?.upsert).toMatchObject([
      { tree: { nodes: [{ name: 'b' }] }, problem: { text: 'It is gone.', since: 7 } },
    ]);
    stop?.();
  });

  it('has it asked for while somebody listens, and no longer', () => {
    const { engineApi, services } = rig();
    const leave = createLiveTreeTopic(services, `live-tree/${ID}`)?.heard?.();
    expect(engineApi.watching.get(ID)).toBe(1);
    leave?.();
    expect(engineApi.watching.get(ID)).toBe(0);
  });

  it('is silent where there is no token, and of no other name', () => {
    const { engineApi, services } = rig();
    const off = { ...services, engineApi: { isOn: false, remedy: '' } } as Services;
    const topic = createLiveTreeTopic(off, `live-tree/${ID}`);
    topic?.heard?.();
    expect(topic?.collect(false)?.upsert ?? []).toEqual([]);
    expect(engineApi.watching.size).toBe(0);
    for (const name of ['live-tree', 'live-tree/argocd', 'live-tree/a/b/c', 'application/argocd/web']) {
      expect(createLiveTreeTopic(services, name)).toBeNull();
    }
  });
});
