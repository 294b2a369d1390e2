import { afterEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../kubernetes/object.ts';
import { fieldAt, fieldsOf, listOf } from '../api/fields.ts';
import { isReady } from '../api/pod-state.ts';
import type { PodSpec } from '../api/pod-types.ts';
import { namespaceOf, startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

let test: TestCluster;
afterEach(() => test.close());

function podOf(spec: Partial<PodSpec>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one', namespace: 'shop' },
    spec: { containers: [{ name: 'main', image: 'web:1' }], ...spec },
  };
}

async function start(spec: Partial<PodSpec>, before: KubeObject[] = []): Promise<TestCluster> {
  test = startTestCluster();
  test.cluster.create(namespaceOf('shop'));
  await test.until('the namespace has its account', () => test.get('ServiceAccount', 'shop', 'default') !== undefined);
  for (const object of before) {
    test.cluster.create(object);
  }
  test.cluster.create(podOf(spec));
  return test;
}

function pod(): KubeObject | undefined {
  return test.get('Pod', 'shop', 'one');
}

function waitingReason(): unknown {
  return fieldAt(listOf(pod()?.status?.containerStatuses)[0], 'state', 'waiting', 'reason');
}

describe('the kubelet', () => {
  it('pulls, creates, starts and reports in that order', async () => {
    await start({});
    await test.until('it is ready', () => pod() !== undefined && isReady(pod() as KubeObject));
    expect(pod()?.status).toMatchObject({ phase: 'Running', qosClass: 'BestEffort', hostIP: '192.168.1.170' });
    expect(listOf(pod()?.status?.containerStatuses)[0]).toMatchObject({
      image: 'docker.io/library/web:1',
      ready: true,
      restartCount: 0,
    });
    const told = test
      .list('Event', 'shop')
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
    expect(told.map((event) => event.reason)).toEqual(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']);
  });

  it('says that an image is not there, and backs off', async () => {
    await start({ containers: [{ name: 'main', image: 'web:does-not-exist' }] });
    await test.until('the first try failed', () => waitingReason() === 'ErrImagePull');
    await test.until('it backs off', () => waitingReason() === 'ImagePullBackOff');
    expect(pod()?.status?.phase).toBe('Pending');
    expect(test.notes('shop')).toContain('BackOff: Back-off pulling image "web:does-not-exist"');
  });

  it('restarts what crashes, later each time', async () => {
    await start({ containers: [{ name: 'main', image: 'web:crashes' }] });
    await test.until('it loops', () => waitingReason() === 'CrashLoopBackOff');
    await test.until('it was tried again', () => {
      return fieldsOf(listOf(pod()?.status?.containerStatuses)[0]).restartCount === 3;
    });
    expect(fieldAt(listOf(pod()?.status?.containerStatuses)[0], 'lastState', 'terminated', 'exitCode')).toBe(1);
  });

  it('waits for a Secret that its environment needs', async () => {
    const env = [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'token', key: 'value' } } }];
    await start({ containers: [{ name: 'main', image: 'web:1', env }] });
    await test.until('the reason is told', () => waitingReason() === 'CreateContainerConfigError');
    expect(test.notes('shop')).toContain('Failed: Error: secret "token" not found');
    const metadata = { name: 'token', namespace: 'shop' };
    test.cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { value: 'x' } });
    await test.until('it runs', () => pod()?.status?.phase === 'Running');
  });

  it('waits for a ConfigMap that it mounts, but not for one that is optional', async () => {
    await start({
      volumes: [
        { name: 'settings', configMap: { name: 'settings' } },
        { name: 'more', configMap: { name: 'more', optional: true } },
      ],
    });
    await test.until('the reason is told', () => test.notes('shop').some((note) => note.startsWith('FailedMount')));
    expect(test.notes('shop')).toContain(
      'FailedMount: MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    );
    test.cluster.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'shop' },
      data: {},
    });
    await test.until('it runs', () => pod()?.status?.phase === 'Running');
  });

  it('runs init containers one after the other before the rest', async () => {
    await start({
      initContainers: [
        { name: 'first', image: 'a:1' },
        { name: 'second', image: 'b:1' },
      ],
    });
    await test.until('it runs', () => pod()?.status?.phase === 'Running');
    const started = test
      .list('Event', 'shop')
      .filter((event) => event.reason === 'Started')
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
    expect(started.map((event) => event.message)).toEqual([
      'Started container first',
      'Started container second',
      'Started container main',
    ]);
  });

  it('gives a pod time to end', async () => {
    await start({});
    await test.until('it is ready', () => pod() !== undefined && isReady(pod() as KubeObject));
    test.cluster.delete(pod() as KubeObject);
    expect(pod()?.metadata.deletionTimestamp).toBeDefined();
    await test.until('it is gone', () => pod() === undefined);
    expect(test.notes('shop')).toContain('Killing: Stopping container main');
  });
});

describe('admission of a pod', () => {
  it.each([
    [
      'a runtime class that is not there',
      { runtimeClassName: 'nvidia' },
      'pods "one" is forbidden: pod rejected: RuntimeClass "nvidia" not found',
    ],
    [
      'an account that is not there',
      { serviceAccountName: 'robot' },
      'pods "one" is forbidden: error looking up service account shop/robot: serviceaccount "robot" not found',
    ],
  ])('refuses %s', async (_name, spec, message) => {
    await expect(start(spec)).rejects.toThrow(message);
  });
});
