import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEPLOYMENT_KIND } from './deployment.ts';
import { KUBERNETES_KINDS } from './index.ts';
import { NODE_KIND } from './node.ts';
import { POD_KIND } from './pod.ts';

const meta = (more: object = {}) => ({ name: 'web-0', namespace: 'web', uid: 'u1', ...more });

describe('Node', () => {
  it('keeps what the scheduler and the GPU pages count', () => {
    const node = NODE_KIND.toDomain({
      metadata: {
        name: 'gpu-1',
        labels: { 'nvidia.com/gpu.memory': '16303', bad: 7 },
        annotations: { big: 'x'.repeat(9999) },
      },
      spec: { unschedulable: true, taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }, null] },
      status: {
        conditions: [
          { type: 'MemoryPressure', status: 'False' },
          { type: 'Ready', status: 'True' },
        ],
        capacity: { cpu: '16', memory: '64Gi', 'nvidia.com/gpu': '4', pods: '110' },
        allocatable: { cpu: '15500m', memory: '62Gi', 'nvidia.com/gpu': '3' },
        addresses: [
          { type: 'InternalIP', address: '10.0.0.7' },
          { type: 'Hostname', address: 'GPU-1' },
          { type: 'x' },
          null,
        ],
        nodeInfo: { kubeletVersion: 'v1.29.4+k3s1', architecture: 'amd64', osImage: 'Debian' },
      },
    });
    expect(node).toEqual({
      id: 'gpu-1',
      name: 'gpu-1',
      ready: 'True',
      unschedulable: true,
      taints: [
        { key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' },
        { key: '', value: '', effect: '' },
      ],
      labels: { 'nvidia.com/gpu.memory': '16303' },
      capacity: { cpuMillis: 16_000, memoryBytes: 64 * 2 ** 30, extended: { 'nvidia.com/gpu': 4, pods: 110 } },
      allocatable: { cpuMillis: 15_500, memoryBytes: 62 * 2 ** 30, extended: { 'nvidia.com/gpu': 3 } },
      version: 'v1.29.4+k3s1',
      architecture: 'amd64',
      addresses: ['10.0.0.7', 'gpu-1'],
      sharedCards: [],
    });
    expect(NODE_KIND.toDomain({ metadata: { name: 'n' } }).ready).toBe('Unknown');
  });
});

describe('Pod', () => {
  it('keeps what it takes and whose it is', () => {
    const pod = POD_KIND.toDomain({
      metadata: meta({
        creationTimestamp: '2026-11-01T00:00:00Z',
        labels: { 'app.kubernetes.io/instance': 'web' },
        ownerReferences: [
          { kind: 'Node', name: 'x' },
          { kind: 'ReplicaSet', name: 'web-7', controller: true },
        ],
      }),
      spec: {
        nodeName: 'gpu-1',
        containers: [
          { name: 'main', resources: { limits: { 'nvidia.com/gpu': 1 }, requests: { cpu: '250m', memory: '1Gi' } } },
        ],
      },
      status: {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ restartCount: 2 }, { restartCount: 'x' }],
        initContainerStatuses: [{ restartCount: 1 }],
      },
    });
    expect(pod).toEqual({
      id: 'web/web-0',
      namespace: 'web',
      name: 'web-0',
      uid: 'u1',
      phase: 'Running',
      ready: true,
      nodeName: 'gpu-1',
      createdAt: Date.UTC(2026, 10, 1),
      requests: { cpuMillis: 250, memoryBytes: 2 ** 30, extended: { 'nvidia.com/gpu': 1 } },
      owner: { kind: 'ReplicaSet', name: 'web-7' },
      reason: '',
      message: '',
      restarts: 3,
      instance: 'web',
      gpu: { containers: ['main'], isUnasked: false, shares: [], vramBytes: null, vramShare: null, boundAt: null },
    });
  });

  const waiting = (reason: string, message = '') => ({ state: { waiting: { reason, message } } });
  const unscheduled = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: '0/3 nodes are available: 1 Insufficient nvidia.com/gpu.',
  };
  it.each<[string, object, string, string]>([
    ['the scheduler’s words', { phase: 'Pending', conditions: [unscheduled] }, 'Unschedulable', unscheduled.message],
    ['the pod’s own', { phase: 'Failed', reason: 'Evicted', message: 'low on memory' }, 'Evicted', 'low on memory'],
    [
      'the container that cannot start',
      { phase: 'Pending', containerStatuses: [waiting('ContainerCreating'), waiting('ImagePullBackOff', 'back off')] },
      'ImagePullBackOff',
      'back off',
    ],
    [
      'the init container first',
      {
        phase: 'Pending',
        initContainerStatuses: [waiting('CrashLoopBackOff')],
        containerStatuses: [waiting('PodInitializing')],
      },
      'CrashLoopBackOff',
      '',
    ],
    [
      'the container that ended badly',
      { phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }] },
      'OOMKilled',
      '',
    ],
    ['only starting', { phase: 'Pending', containerStatuses: [waiting('ContainerCreating')] }, 'ContainerCreating', ''],
    [
      'not ready',
      {
        phase: 'Running',
        conditions: [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'probe' }],
      },
      'ContainersNotReady',
      'probe',
    ],
    [
      'nothing when it has succeeded',
      { phase: 'Succeeded', conditions: [{ type: 'Ready', status: 'False', reason: 'PodCompleted' }] },
      '',
      '',
    ],
    ['nothing it does not know', { phase: 'Pending' }, '', ''],
  ])('says why it waits or fails: %s', (_, status, reason, message) => {
    expect(POD_KIND.toDomain({ metadata: meta(), status })).toMatchObject({ reason, message });
  });
});

describe('Deployment', () => {
  const deployment = (spec: object, status: object, generation = 1) =>
    DEPLOYMENT_KIND.toDomain({ metadata: meta({ generation }), spec, status: { observedGeneration: 1, ...status } });
  const full = { replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  it.each<[string, ReturnType<typeof deployment>, string]>([
    ['all there', deployment({ replicas: 3 }, full), 'Healthy'],
    ['none wanted', deployment({ replicas: 0 }, {}), 'Healthy'],
    ['one by default', deployment({}, { replicas: 1, updatedReplicas: 1, availableReplicas: 1 }), 'Healthy'],
    ['paused', deployment({ replicas: 3, paused: true }, full), 'Suspended'],
    ['not observed', deployment({ replicas: 3 }, full, 2), 'Progressing'],
    [
      'too slow',
      deployment(
        { replicas: 3 },
        { ...full, conditions: [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded' }] },
      ),
      'Degraded',
    ],
    ['not updated', deployment({ replicas: 3 }, { ...full, updatedReplicas: 1 }), 'Progressing'],
    ['old ones left', deployment({ replicas: 3 }, { ...full, replicas: 4 }), 'Progressing'],
    ['not available', deployment({ replicas: 3 }, { ...full, availableReplicas: 2 }), 'Progressing'],
  ])('%s', (_, { health, message }, expected) => {
    expect(health).toBe(expected);
    expect(message === '').toBe(expected === 'Healthy');
  });

  it('belongs to the application that tracks it', () => {
    const tracked = (id: string) =>
      DEPLOYMENT_KIND.toDomain({
        metadata: meta({
          annotations: { 'argocd.argoproj.io/tracking-id': id },
          labels: { 'app.kubernetes.io/instance': 'chart' },
        }),
      }).instance;
    expect(tracked('shop:apps/Deployment:web/web-0')).toBe('shop');
    expect(tracked('shop:apps/Deployment:web/other')).toBeNull();
  });
});

describe('every kind', () => {
  const kinds = Object.values(KUBERNETES_KINDS);

  it('has a file of its own and a line in the registry', () => {
    const files = readdirSync(import.meta.dirname).filter(
      (file) => !file.includes('.test.') && !['index.ts', 'pod-gpu.ts', 'pod-trouble.ts'].includes(file),
    );
    expect(kinds.map(({ kind }) => `${kind.toLowerCase()}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it.each(kinds)('$kind reads any object or says that it cannot', (kind) => {
    fc.assert(
      fc.property(fc.record({ metadata: fc.anything(), spec: fc.anything(), status: fc.anything() }), (object) => {
        try {
          kind.toDomain(object);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
    expect(kind.toDomain({ metadata: { name: 'a' }, spec: 7, status: [] }).id).toMatch(/a$/);
  });
});

describe('what a pod has to do with GPUs', () => {
  const gpuOf = (spec: object, metadata: object = {}, status: object = {}) =>
    POD_KIND.toDomain({ metadata: { name: 'p', namespace: 'ai', ...metadata }, spec, status }).gpu;
  const asks = (name: string, limits: object) => ({ name, resources: { limits } });

  it('is nothing for most', () => {
    expect(gpuOf({ containers: [asks('main', { cpu: '1' })] })).toBeNull();
    expect(gpuOf({ runtimeClassName: 'nvidia', containers: [{ name: 'main' }] })).toBeNull();
  });

  it('is which containers ask, since when it has its node, and what HAMi gave it', () => {
    expect(
      gpuOf(
        {
          initContainers: [asks('warm-up', { 'nvidia.com/gpu': '1' })],
          containers: [asks('main', { 'nvidia.com/mig-1g.10gb': 1 }), asks('side', { 'nvidia.com/gpu': '0' })],
        },
        { annotations: { 'hami.io/vgpu-devices-allocated': 'GPU-1,NVIDIA,3000,30:;' } },
        { conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: '1970-01-01T00:00:01Z' }] },
      ),
    ).toEqual({
      containers: ['warm-up', 'main'],
      isUnasked: false,
      shares: [{ uuid: 'GPU-1', memoryMiB: 3000, cores: 30 }],
      vramBytes: null,
      vramShare: null,
      boundAt: 1000,
    });
  });

  const says = (annotation: unknown, ...words: unknown[]) => {
    const container = { ...asks('main', { 'nvidia.com/gpu': 1 }), command: ['vllm', 'serve'], args: words };
    const { vramBytes, vramShare } =
      gpuOf({ containers: [container] }, { annotations: { 'portolan/vram': annotation } }) ?? {};
    return [vramBytes, vramShare];
  };
  it.each<[string, unknown[], [number | null, number | null]]>([
    ['a quantity', ['6Gi'], [6 * 2 ** 30, null]],
    ['a share in two words', [undefined, '--gpu-memory-utilization', '0.85'], [null, 0.85]],
    ['a share in one word', [undefined, '--gpu-memory-utilization=.4', '--port', '1'], [null, 0.4]],
    ['both', ['512Mi', '--gpu-memory-utilization=1'], [512 * 2 ** 20, 1]],
    ['no amount', ['much'], [null, null]],
    ['less than nothing', ['-6Gi'], [null, null]],
    ['more than a number holds', ['9999999Ei'], [null, null]],
    ['no share', [undefined, '--gpu-memory-utilization', '1.5'], [null, null]],
    ['another word', [7, '--gpu-memory-utilization-x', '0.5', 3], [null, null]],
  ])('is what it says it needs of a card’s memory: %s', (_, [annotation, ...words], expected) => {
    expect(says(annotation, ...words)).toEqual(expected);
  });

  it('is that it sees the cards without asking, but not of the operator that serves them', () => {
    const spec = {
      runtimeClassName: 'nvidia',
      containers: [{ name: 'main', env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }] }],
    };
    expect(gpuOf(spec)).toMatchObject({ containers: [], isUnasked: true, boundAt: null });
    expect(gpuOf(spec, { labels: { app: 'nvidia-dcgm-exporter' } })).toBeNull();
    const none = { ...spec, containers: [{ name: 'main', env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' }] }] };
    expect(gpuOf(none)).toBeNull();
  });
});
