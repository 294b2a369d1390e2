import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createCluster, type OpenCluster } from '#lib/adapters/kubernetes/cluster.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import { createCollection, type LiveCollection } from '#lib/live/collection.ts';
import { APPLICATION_HEALTH } from '#sandbox/argocd/testing/test-argocd.ts';
import type { KubeObject } from '#sandbox/kubernetes/object.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { type KubernetesRig, startRig } from '#sandbox/kubernetes/testing/kubernetes-rig.ts';
import { grantPortal, PORTAL_ACCOUNT } from '#sandbox/portal-account.ts';
import { settingsKind } from './settings-kind.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const CONFIG_MAP = resourceType('ConfigMap');
const TOKEN = 'portal-token';

let rig: KubernetesRig;
let cluster: OpenCluster;
let gate: LiveCollection<GateSettings>;
let stop: () => Promise<void> = async () => undefined;

beforeEach(async () => {
  rig = await startRig({ users: [{ token: TOKEN, name: PORTAL_ACCOUNT, groups: ['system:authenticated'] }] });
  cluster = createCluster({
    id: 'lab',
    label: 'Lab',
    kubeconfig: { server: rig.url, token: TOKEN },
    clock: createSystemClock(),
    random: Math.random,
  });
  gate = createCollection<GateSettings>({ id: 'lab/gate', label: 'argocd-cm in Lab' });
});
afterEach(async () => {
  await stop();
  cluster.close();
  await rig.close();
});

function watch(): void {
  const reflection = cluster.reflect(settingsKind('argocd'), gate);
  stop = () => reflection.stop();
}

function settings(data: Record<string, string>, name = 'argocd-cm', namespace = 'argocd'): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data };
}

it('follows the settings as they change, with the right to this one ConfigMap alone', async () => {
  grantPortal(rig.store);
  rig.store.create(CONFIG_MAP, settings({}));
  rig.store.create(CONFIG_MAP, settings(APPLICATION_HEALTH, 'argocd-cmd-params-cm'));
  rig.store.create(CONFIG_MAP, settings(APPLICATION_HEALTH, 'argocd-cm', 'other'));
  watch();
  await expect.poll(() => [...gate.values()], WAIT).toEqual([{ id: 'argocd/argocd-cm', check: 'none' }]);
  const before = rig.store.get(CONFIG_MAP, 'argocd', 'argocd-cm') as KubeObject;
  rig.store.update(CONFIG_MAP, { ...before, data: APPLICATION_HEALTH });
  await expect.poll(() => [...gate.values()], WAIT).toEqual([{ id: 'argocd/argocd-cm', check: 'passes-on' }]);
  rig.store.delete(CONFIG_MAP, 'argocd', 'argocd-cm');
  await expect.poll(() => gate.size, WAIT).toBe(0);
  expect(gate.source.state).toBe('live');
  await expect(cluster.get('/api/v1/namespaces/argocd/configmaps')).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(cluster.get('/api/v1/namespaces/argocd/configmaps/argocd-cmd-params-cm')).rejects.toMatchObject({
    kind: 'forbidden',
  });
});

it('says which rule is missing without the right', async () => {
  rig.store.create(CONFIG_MAP, settings(APPLICATION_HEALTH));
  watch();
  await expect.poll(() => gate.source.state, WAIT).toBe('forbidden');
  expect(gate.size).toBe(0);
  expect(gate.source.reason).toContain('configmaps argocd/argocd-cm');
  expect(gate.source.remedy).toBe(
    '- apiGroups: [""]\n  resources: ["configmaps"]\n  resourceNames: ["argocd-cm"]\n  verbs: ["list", "watch"]',
  );
});
