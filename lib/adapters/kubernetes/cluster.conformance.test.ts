import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { clusterConformance } from '#lib/ports/cluster.conformance.ts';
import { ADMIN, CONFIG_MAP, configMap, startRig } from '#sandbox/kubernetes/testing/kubernetes-rig.ts';
import { createCluster } from './cluster.ts';

const clock = createSystemClock();

clusterConformance('the sandbox`s', async () => {
  const rig = await startRig();
  const cluster = createCluster({
    id: 'sandbox',
    label: 'the sandbox',
    kubeconfig: { server: rig.url, token: ADMIN },
    clock,
    random: Math.random,
  });
  return {
    cluster,
    namespace: 'default',
    async write(name, value) {
      const before = rig.store.get(CONFIG_MAP, 'default', name);
      if (before === undefined) {
        rig.store.create(CONFIG_MAP, configMap(name, value));
      } else {
        rig.store.update(CONFIG_MAP, { ...before, data: { value } });
      }
    },
    delete: async (name) => {
      rig.store.delete(CONFIG_MAP, 'default', name);
    },
    async close() {
      cluster.close();
      await rig.close();
    },
  };
});

const kubeconfig = process.env.PORTOLAN_TEST_KUBECONFIG;

if (kubeconfig === undefined) {
  describe('cluster: a real one', () => {
    it('runs where PORTOLAN_TEST_KUBECONFIG names a kubeconfig that may write ConfigMaps', ({ skip }) => {
      skip('PORTOLAN_TEST_KUBECONFIG is not set');
    });
  });
} else {
  clusterConformance(`a real one (${kubeconfig})`, async () => {
    const namespace = `portolan-conformance-${process.pid}`;
    const kubectl = (...args: string[]) => promisify(execFile)('kubectl', ['--kubeconfig', kubeconfig, ...args]);
    await kubectl('create', 'namespace', namespace);
    const cluster = createCluster({
      id: 'real',
      label: 'the real one',
      kubeconfig: { path: kubeconfig },
      clock,
      random: Math.random,
    });
    return {
      cluster,
      namespace,
      async write(name, value) {
        await kubectl('-n', namespace, 'delete', 'configmap', name, '--ignore-not-found');
        await kubectl('-n', namespace, 'create', 'configmap', name, `--from-literal=value=${value}`);
      },
      async delete(name) {
        await kubectl('-n', namespace, 'delete', 'configmap', name);
      },
      async close() {
        cluster.close();
        await kubectl('delete', 'namespace', namespace, '--wait=false');
      },
    };
  });
}
