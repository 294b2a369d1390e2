import { afterEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kubernetes/object.ts';
import { conditionOf } from '../api/conditions.ts';
import { fieldAt } from '../api/fields.ts';
import { isReady } from '../api/pod-state.ts';
import { deploymentOf, namespaceOf, startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

let test: TestCluster;
afterEach(() => test.close());

function start(labels: Record<string, string> = {}): TestCluster {
  test = startTestCluster();
  test.cluster.create(namespaceOf('shop', labels));
  return test;
}

function available(name: string): unknown {
  return test.get('Deployment', 'shop', name)?.status?.availableReplicas;
}

function changeImage(name: string, image: string): void {
  for (const deployment of test.list('Deployment', 'shop').filter((one) => one.metadata.name === name)) {
    const next = deploymentOf(name, 'shop', { image }, { replicas: fieldAt(deployment.spec, 'replicas') });
    test.cluster.update({ ...deployment, spec: next.spec });
  }
}

describe('Deployment', () => {
  it('comes up through a ReplicaSet and says so in its conditions', async () => {
    start().cluster.create(deploymentOf('web', 'shop', {}, { replicas: 3 }));
    await test.until('three are available', () => available('web') === 3);
    const deployment = test.get('Deployment', 'shop', 'web') as KubeObject;
    expect(deployment.status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
    });
    expect(conditionOf(deployment, 'Available')?.reason).toBe('MinimumReplicasAvailable');
    expect(conditionOf(deployment, 'Progressing')?.reason).toBe('NewReplicaSetAvailable');
    expect(deployment.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('1');
    const [set] = test.list('ReplicaSet', 'shop');
    expect(test.pods('shop').every((pod) => pod.metadata.ownerReferences?.[0]?.uid === set?.metadata.uid)).toBe(true);
  });

  it('rolls over without ever having fewer pods than it may', async () => {
    start().cluster.create(deploymentOf('web', 'shop', {}, { replicas: 4 }));
    await test.until('four are available', () => available('web') === 4);
    let [fewest, most] = [4, 4];
    test.store.subscribe(({ resource }) => {
      if (resource.kind === 'Pod') {
        fewest = Math.min(fewest, test.pods('shop').filter(isReady).length);
      } else if (resource.kind === 'ReplicaSet') {
        const sizes = test.list('ReplicaSet', 'shop').map((set) => Number(fieldAt(set.spec, 'replicas')));
        most = Math.max(
          most,
          sizes.reduce((sum, size) => sum + size, 0),
        );
      }
    });
    changeImage('web', 'registry.example/web:2.0');
    await test.until('all are new', () => {
      const status = test.get('Deployment', 'shop', 'web')?.status;
      const isWhole = status?.updatedReplicas === 4 && status.availableReplicas === 4 && status.replicas === 4;
      return isWhole && status.observedGeneration === 2;
    });
    // 25% of four: one more, one fewer.
    expect(fewest).toBeGreaterThanOrEqual(3);
    expect(most).toBeLessThanOrEqual(5);
    expect(
      test
        .list('ReplicaSet', 'shop')
        .map((set) => fieldAt(set.spec, 'replicas'))
        .sort(),
    ).toEqual([0, 4]);
  });

  it('stays up when the new image cannot be pulled, and gives up after its deadline', async () => {
    start().cluster.create(deploymentOf('web', 'shop', {}, { replicas: 2 }));
    await test.until('two are available', () => available('web') === 2);
    changeImage('web', 'registry.example/web:does-not-exist');
    await test.until('the deadline has passed', () => {
      const deployment = test.get('Deployment', 'shop', 'web');
      return deployment !== undefined && conditionOf(deployment, 'Progressing')?.reason === 'ProgressDeadlineExceeded';
    });
    expect(available('web')).toBe(2);
    expect(test.notes('shop').join('\n')).toContain('Back-off pulling image "registry.example/web:does-not-exist"');
  });

  it('is accepted where its pods are not: the ReplicaSet says why', async () => {
    start({ 'pod-security.kubernetes.io/enforce': 'restricted' }).cluster.create(deploymentOf('web', 'shop'));
    await test.until('the refusal is told', () => test.notes('shop').some((note) => note.startsWith('FailedCreate')));
    expect(test.notes('shop').find((note) => note.startsWith('FailedCreate'))).toMatch(
      /^FailedCreate: Error creating: pods "web-[a-z0-9]+-[a-z0-9]{5}" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false/,
    );
    expect(test.pods('shop')).toEqual([]);
    const deployment = test.get('Deployment', 'shop', 'web') as KubeObject;
    await test.until('the Deployment says so', () => {
      const now = test.get('Deployment', 'shop', 'web');
      return now !== undefined && conditionOf(now, 'ReplicaFailure')?.status === 'True';
    });
    expect(conditionOf(deployment, 'Progressing')?.status).not.toBe('False');
  });

  it('takes its ReplicaSets and pods along when it is deleted', async () => {
    start().cluster.create(deploymentOf('web', 'shop', {}, { replicas: 2 }));
    await test.until('two are available', () => available('web') === 2);
    test.cluster.delete(test.get('Deployment', 'shop', 'web') as KubeObject, 'Foreground');
    await test.until(
      'all is gone',
      () => test.pods('shop').length === 0 && test.list('Deployment', 'shop').length === 0,
    );
    expect(test.list('ReplicaSet', 'shop')).toEqual([]);
    const gone = test.log.filter((line) => line.startsWith('DELETED') && line.includes('shop/web'));
    // In the foreground the owner goes last.
    expect(gone.at(-1)).toBe('DELETED Deployment shop/web');
  });
});

describe('StatefulSet', () => {
  const set = (replicas: number): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'shop' },
    spec: {
      replicas,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db', image: 'postgres:16' }] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'local-path',
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    },
  });

  it('starts its pods one after the other, each with a volume of its own', async () => {
    start().cluster.create(set(3));
    await test.until('three are ready', () => test.get('StatefulSet', 'shop', 'db')?.status?.readyReplicas === 3);
    expect(test.log.filter((line) => line.startsWith('ADDED Pod shop/'))).toEqual([
      'ADDED Pod shop/db-0',
      'ADDED Pod shop/db-1',
      'ADDED Pod shop/db-2',
    ]);
    expect(
      test.list('PersistentVolumeClaim', 'shop').map((claim) => [claim.metadata.name, claim.status?.phase]),
    ).toEqual(['data-db-0', 'data-db-1', 'data-db-2'].map((name) => [name, 'Bound']));
    expect(test.get('StatefulSet', 'shop', 'db')?.status).toMatchObject({ currentReplicas: 3, updatedReplicas: 3 });
  });

  it('updates from the last pod down', async () => {
    start().cluster.create(set(2));
    await test.until('two are ready', () => test.get('StatefulSet', 'shop', 'db')?.status?.readyReplicas === 2);
    const before = test.log.length;
    const current = test.get('StatefulSet', 'shop', 'db') as KubeObject;
    const template = {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'db', image: 'postgres:17' }] },
    };
    test.cluster.update({ ...current, spec: { ...current.spec, template } });
    await test.until('both are new', () => {
      const status = test.get('StatefulSet', 'shop', 'db')?.status;
      const isWhole = status?.updatedReplicas === 2 && status.readyReplicas === 2;
      return isWhole && status.observedGeneration === 2 && status.currentRevision === status.updateRevision;
    });
    expect(test.log.slice(before).filter((line) => line.startsWith('DELETED Pod shop/'))).toEqual([
      'DELETED Pod shop/db-1',
      'DELETED Pod shop/db-0',
    ]);
  });
});

describe('DaemonSet', () => {
  it('runs on the nodes it tolerates', async () => {
    const daemon = (name: string, tolerations: unknown[]): KubeObject => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace: 'shop' },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { tolerations, containers: [{ name: 'agent', image: 'agent:1' }] },
        },
      },
    });
    start().cluster.create(daemon('shy', []));
    test.cluster.create(daemon('bold', [{ operator: 'Exists' }]));
    await test.until('both run', () => {
      const ready = (name: string) => test.get('DaemonSet', 'shop', name)?.status?.numberReady;
      return ready('shy') === 1 && ready('bold') === 2;
    });
    const nodes = test.pods('shop').map((pod) => `${pod.metadata.labels?.app} ${fieldAt(pod.spec, 'nodeName')}`);
    expect(nodes.sort()).toEqual(['bold akula-prime', 'bold homelab', 'shy homelab']);
  });
});

describe('Job', () => {
  const job = (image: string, spec: Record<string, unknown> = {}): KubeObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'task', namespace: 'shop' },
    spec: { ...spec, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'task', image }] } } },
  });
  const condition = (type: string) => {
    const current = test.get('Job', 'shop', 'task');
    return current === undefined ? undefined : conditionOf(current, type);
  };

  it('completes', async () => {
    start().cluster.create(job('worker:1', { completions: 3, parallelism: 2 }));
    await test.until('it is complete', () => condition('Complete')?.status === 'True');
    expect(test.get('Job', 'shop', 'task')?.status?.succeeded).toBe(3);
  });

  it('fails when its pods fail too often', async () => {
    start().cluster.create(job('worker:crashes', { backoffLimit: 1 }));
    await test.until('it has failed', () => condition('Failed')?.status === 'True');
    expect(condition('Failed')?.reason).toBe('BackoffLimitExceeded');
    expect(test.get('Job', 'shop', 'task')?.status?.failed).toBe(2);
  });

  it('goes away after its time to live', async () => {
    start().cluster.create(job('worker:1', { ttlSecondsAfterFinished: 60 }));
    await test.until('it is complete', () => condition('Complete')?.status === 'True');
    await test.until('it is gone', () => test.get('Job', 'shop', 'task') === undefined);
    expect(test.pods('shop')).toEqual([]);
  });

  it('is started by a CronJob when its time has come', async () => {
    start().cluster.create({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'shop' },
      spec: { schedule: '*/5 * * * *', jobTemplate: { spec: job('worker:1').spec } },
    });
    await test.until(
      'two runs are over',
      () => test.list('Job', 'shop').filter((one) => one.status?.succeeded === 1).length === 2,
      20_000,
    );
    expect(test.get('CronJob', 'shop', 'nightly')?.status?.lastScheduleTime).toMatch(/^2026-11-01T12:[0-5][05]:00Z$/);
  });
});

describe('Namespace', () => {
  it('gets its own label and service account, and is emptied before it goes', async () => {
    start().cluster.create(deploymentOf('web', 'shop'));
    await test.until('it runs', () => available('web') === 1);
    expect(test.get('Namespace', '', 'shop')?.metadata.labels?.['kubernetes.io/metadata.name']).toBe('shop');
    expect(test.get('ServiceAccount', 'shop', 'default')).toBeDefined();
    test.cluster.delete(test.get('Namespace', '', 'shop') as KubeObject);
    expect(() => test.cluster.create(deploymentOf('late', 'shop'))).toThrow(/because it is being terminated/);
    await test.until('it is gone', () => test.get('Namespace', '', 'shop') === undefined);
    expect(test.pods('shop')).toEqual([]);
  });
});

describe('ResourceQuota and LimitRange', () => {
  it('refuse and complete pods at admission', async () => {
    start();
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'small', namespace: 'shop' },
      spec: { hard: { pods: '1', 'requests.memory': '256Mi' } },
    });
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'defaults', namespace: 'shop' },
      spec: { limits: [{ type: 'Container', default: { memory: '256Mi' }, defaultRequest: { memory: '128Mi' } }] },
    });
    test.cluster.create(deploymentOf('web', 'shop', {}, { replicas: 2 }));
    await test.until('the second is refused', () => test.notes('shop').some((note) => note.includes('exceeded quota')));
    expect(test.notes('shop').find((note) => note.includes('exceeded quota'))).toMatch(
      /is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1$/,
    );
    expect(fieldAt(test.pods('shop')[0]?.spec, 'containers')).toMatchObject([
      { resources: { limits: { memory: '256Mi' }, requests: { memory: '128Mi' } } },
    ]);
    await test.until(
      'the use is written',
      () => fieldAt(test.get('ResourceQuota', 'shop', 'small')?.status, 'used', 'pods') === '1',
    );
  });
});
