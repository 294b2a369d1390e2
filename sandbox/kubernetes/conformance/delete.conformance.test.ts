import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONFIG_MAP, configMap, type KubernetesRig, POD, pod, startRig } from '../testing/kubernetes-rig.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const PODS = '/api/v1/namespaces/default/pods';

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

describe('DELETE', () => {
  it('answers with a Status that names what is gone', async () => {
    const { metadata } = rig.store.create(CONFIG_MAP, configMap('a'));
    expect(await rig.json(`${CONFIG_MAPS}/a`, { method: 'DELETE' })).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'a', kind: 'configmaps', uid: metadata.uid },
    });
    expect(await rig.json(`${CONFIG_MAPS}/a`, { method: 'DELETE' })).toMatchObject({ code: 404 });
  });

  it('takes its options from body or query', async () => {
    rig.store.create(POD, pod('p', 'n1'));
    const marked = await rig.json(`${PODS}/p`, { method: 'DELETE', body: { gracePeriodSeconds: 7 } });
    expect(marked.metadata.deletionGracePeriodSeconds).toBe(7);
    await rig.call(`${PODS}/p?gracePeriodSeconds=0`, { method: 'DELETE' });
    expect(rig.store.get(POD, 'default', 'p')).toBeUndefined();
    rig.store.create(CONFIG_MAP, configMap('a'));
    const body = { preconditions: { uid: 'other' } };
    expect(await rig.json(`${CONFIG_MAPS}/a`, { method: 'DELETE', body })).toMatchObject({ code: 409 });
    expect(await rig.json(`${CONFIG_MAPS}/a?dryRun=All`, { method: 'DELETE' })).toMatchObject({ status: 'Success' });
    expect(rig.store.get(CONFIG_MAP, 'default', 'a')).toBeDefined();
  });

  it('of a collection takes what the selector chooses', async () => {
    for (const [name, tier] of [
      ['a', 'web'],
      ['b', 'db'],
      ['c', 'web'],
    ] as const) {
      rig.store.create(CONFIG_MAP, configMap(name, 'v', { tier }));
    }
    const gone = await rig.json(`${CONFIG_MAPS}?labelSelector=tier%3Dweb`, { method: 'DELETE' });
    expect(gone.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
    expect(rig.store.list(CONFIG_MAP, 'default').map(({ metadata }) => metadata.name)).toEqual(['b']);
  });
});
