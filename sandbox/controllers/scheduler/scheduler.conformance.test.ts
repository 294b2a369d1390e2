import { afterEach, describe, expect, it } from 'vitest';
import { conditionOf } from '../api/conditions.ts';
import { deploymentOf, namespaceOf, startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

let test: TestCluster;
afterEach(() => test.close());

function start(): TestCluster {
  test = startTestCluster();
  test.cluster.create(namespaceOf('shop'));
  return test;
}

async function messageOf(name: string): Promise<string> {
  const said = () => test.pods('shop').map((pod) => conditionOf(pod, 'PodScheduled'))[0];
  await test.until(`${name} is unschedulable`, () => said()?.status === 'False');
  expect(said()?.reason).toBe('Unschedulable');
  return String(said()?.message);
}

const TOLERATE_GPU = [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }];

describe('a pod that fits nowhere says why, in the words of kube-scheduler', () => {
  it('names what is insufficient and which taint keeps it away', async () => {
    start().cluster.create(deploymentOf('gpu', 'shop', { resources: { limits: { 'nvidia.com/gpu': '1' } } }));
    expect(await messageOf('gpu')).toBe(
      '0/2 nodes are available: 1 Insufficient nvidia.com/gpu, 1 node(s) had untolerated taint {nvidia.com/gpu: true}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
  });

  it('counts nodes with the same reason together', async () => {
    const pod = { tolerations: TOLERATE_GPU, resources: { requests: { cpu: '20', memory: '200Gi' } } };
    start().cluster.create(deploymentOf('big', 'shop', pod));
    expect(await messageOf('big')).toBe(
      '0/2 nodes are available: 2 Insufficient memory. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
  });

  it('says so when other pods are in the way', async () => {
    const pod = { resources: { requests: { cpu: '20' } } };
    start().cluster.create(deploymentOf('first', 'shop', pod));
    await test.until('the first runs', () => test.pods('shop').some((one) => one.status?.phase === 'Running'));
    test.cluster.create(deploymentOf('second', 'shop', pod));
    const refused = () =>
      test
        .pods('shop')
        .filter((one) => one.metadata.labels?.app === 'second')
        .map((one) => conditionOf(one, 'PodScheduled'))
        .find((condition) => condition?.status === 'False');
    await test.until('the second is refused', () => refused() !== undefined);
    expect(refused()?.message).toBe(
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {nvidia.com/gpu: true}. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
    );
  });

  it('names a node selector that fits no node', async () => {
    start().cluster.create(
      deploymentOf('picky', 'shop', { nodeSelector: { disk: 'tape' }, tolerations: TOLERATE_GPU }),
    );
    expect(await messageOf('picky')).toContain("2 node(s) didn't match Pod's node affinity/selector");
  });

  it.each([
    ['a claim that is not there', {}, 'persistentvolumeclaim "data" not found'],
    [
      'a claim of a class that is not there',
      { storageClassName: 'fast' },
      'pod has unbound immediate PersistentVolumeClaims',
    ],
  ])('names %s', async (_name, claim, reason) => {
    start();
    if ('storageClassName' in claim) {
      test.cluster.create({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data', namespace: 'shop' },
        spec: { ...claim, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      });
    }
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    test.cluster.create(deploymentOf('stateful', 'shop', { volumes }));
    expect(await messageOf('stateful')).toBe(
      `0/2 nodes are available: ${reason}. preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.`,
    );
  });
});

describe('a pod that fits', () => {
  it('goes to a node once there is room', async () => {
    start().cluster.create(deploymentOf('late', 'shop', { nodeSelector: { disk: 'ssd' } }));
    await messageOf('late');
    for (const node of test.list('Node').filter((one) => one.metadata.name === 'homelab')) {
      test.cluster.writeMetadata(node, { labels: { ...node.metadata.labels, disk: 'ssd' } });
    }
    await test.until('it runs', () => test.pods('shop')[0]?.status?.phase === 'Running');
    expect(test.pods('shop')[0]?.spec?.nodeName).toBe('homelab');
  });

  it('waits for its volume, which is made on the node that was chosen for it', async () => {
    start();
    await test.until('the provisioner runs', () => {
      const deployment = test.get('Deployment', 'kube-system', 'local-path-provisioner');
      return deployment?.status?.availableReplicas === 1;
    });
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'shop' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
    await test.pass(30);
    expect(test.get('PersistentVolumeClaim', 'shop', 'data')?.status?.phase).toBe('Pending');
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    test.cluster.create(deploymentOf('db', 'shop', { volumes }));
    await test.until('the pod runs', () => test.pods('shop')[0]?.status?.phase === 'Running');
    const claim = test.get('PersistentVolumeClaim', 'shop', 'data');
    expect(claim?.status?.phase).toBe('Bound');
    expect(claim?.metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe('homelab');
  });
});
