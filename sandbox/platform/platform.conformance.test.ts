import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { AppStatus } from '../argocd/testing/test-argocd.ts';
import { createTestRepository, type TestRepository } from '../argocd/testing/test-repository.ts';
import { createSandboxClock, type SandboxClock } from '../clock.ts';
import { conditionOf } from '../controllers/api/conditions.ts';
import { fieldAt } from '../controllers/api/fields.ts';
import { EPHEMERAL_RUNNER, RUNNER_SET } from '../controllers/operators/arc/types.ts';
import { deploymentOf } from '../controllers/testing/test-cluster.ts';
import { waitFor } from '../controllers/testing/wait-for.ts';
import { type ActionsService, createActionsService } from '../github/actions/service.ts';
import { GITHUB_SEED } from '../github/seed.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import { createObjectStore, type ObjectStore } from '../kubernetes/store.ts';
import { HEAD_START_MS } from './hurry.ts';
import { PLATFORM_REPOSITORY_URL } from './read-repository.ts';
import { PLATFORM_SEED, readPlatformRepository } from './seed.ts';
import { type PlatformOptions, type RunningPlatform, startPlatform } from './start-platform.ts';

const APPLICATION = resourceType('Application');
const ROOT = 'dev-platform';

type Stage = { platform: RunningPlatform; store: ObjectStore; clock: SandboxClock; repository: TestRepository };

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.platform.close();
  stage?.clock.stop();
  stage?.repository.close();
});

async function start(
  options: {
    rate?: number;
    startAt?: number;
    fast?: boolean;
    watch?: (store: ObjectStore) => void;
    arc?: (clock: SandboxClock) => Pick<PlatformOptions, 'arc' | 'handMade'>;
    /** More files in the repository, as an earlier run left it. */
    more?: Record<string, string>;
  } = {},
): Promise<Stage> {
  const files = readPlatformRepository();
  const repository = createTestRepository({ ...Object.fromEntries(files), ...options.more });
  const clock = createSandboxClock({
    rate: options.rate ?? 300,
    ...(options.startAt ? { startAt: options.startAt } : {}),
  });
  const store = createObjectStore(clock);
  options.watch?.(store);
  const platform = await startPlatform({
    store,
    clock,
    seed: PLATFORM_SEED,
    ...options.arc?.(clock),
    stateDir: join(repository.folder, 'state'),
    cloneUrl: repository.url,
    files,
    fast: options.fast ?? false,
  });
  stage = { platform, store, clock, repository };
  return stage;
}

function statusOf(store: ObjectStore, name: string): AppStatus {
  return (store.get(APPLICATION, 'argocd', name)?.status ?? {}) as AppStatus;
}

const isListener = ({ metadata }: KubeObject) =>
  metadata.labels?.['app.kubernetes.io/component'] === 'runner-scale-set-listener';

function waveOf(application: KubeObject): number {
  return Number(application.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
}

function node(store: ObjectStore, name: string): KubeObject {
  return store.get(resourceType('Node'), '', name) as KubeObject;
}

function application(name: string, wave: number): string {
  return stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': String(wave) } },
    spec: {
      project: 'apps',
      source: { repoURL: PLATFORM_REPOSITORY_URL, targetRevision: 'main', path: `apps/${name}` },
      destination: { server: 'https://kubernetes.default.svc', namespace: name },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
    },
  });
}

describe('the platform of the mission, from an empty cluster', () => {
  it('becomes healthy wave by wave: nobody begins before the wave below is healthy', async () => {
    const waves = new Map<string, number>();
    const begun: { name: string; unhealthyBelow: string[] }[] = [];
    const watch = (store: ObjectStore) => {
      store.subscribe(({ type, resource, object }) => {
        if (resource.kind !== 'Application' || object.metadata.name === ROOT) {
          return;
        }
        const isFirst = type === 'ADDED';
        waves.set(object.metadata.name, waveOf(object));
        if (isFirst) {
          const below = [...waves].filter(([, wave]) => wave < waveOf(object)).map(([name]) => name);
          const unhealthyBelow = below.filter((name) => statusOf(store, name).health?.status !== 'Healthy');
          begun.push({ name: object.metadata.name, unhealthyBelow });
        }
      });
    };
    const { platform, store } = await start({ watch });
    await platform.whenHealthy(20_000);
    expect(begun).toHaveLength(18);
    expect(begun.filter(({ unhealthyBelow }) => unhealthyBelow.length > 0)).toEqual([]);
    const order = begun.map(({ name }) => waves.get(name) ?? 0);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(statusOf(store, ROOT).operationState?.message).toBe('successfully synced (all tasks run)');
  });

  it('has a card in four slices, of which Ollama takes one', async () => {
    const { platform, store } = await start();
    await platform.whenHealthy(20_000);
    const { metadata, status } = node(store, 'akula-prime');
    expect(metadata.labels).toMatchObject({
      'nvidia.com/gpu.product': 'NVIDIA-GeForce-RTX-5080-SHARED',
      'nvidia.com/gpu.count': '1',
      'nvidia.com/gpu.replicas': '4',
      'nvidia.com/gpu.sharing-strategy': 'time-slicing',
    });
    expect(status).toMatchObject({ capacity: { 'nvidia.com/gpu': '4' }, allocatable: { 'nvidia.com/gpu': '4' } });
    const [pod] = store.list(resourceType('Pod'), 'ollama');
    expect(pod?.spec).toMatchObject({ nodeName: 'akula-prime', runtimeClassName: 'nvidia' });
    expect(node(store, 'homelab').status?.capacity).not.toHaveProperty('nvidia.com/gpu');
  });

  it('has runners for GitHub that come with the jobs, and no card taken while there is none', async () => {
    let github: ActionsService | undefined;
    const arc = (clock: SandboxClock) => {
      github = createActionsService(clock, GITHUB_SEED);
      return {
        arc: { github, accepts: () => true },
        handMade: [{ namespace: 'arc-runners', name: 'arc-github', values: { github_token: 'x' } }],
      };
    };
    const { platform, store } = await start({ arc });
    await platform.whenHealthy(20_000);
    const busy = () => store.list(EPHEMERAL_RUNNER, 'arc-runners').filter(({ status }) => status?.jobId !== undefined);
    await waitFor(store, 'the job of the seed runs', () => busy().length === 1);
    expect(busy()[0]?.status).toMatchObject({ jobDisplayName: 'integration tests', phase: 'Running' });
    const listeners = store.list(resourceType('Pod'), 'arc-systems').filter(isListener);
    expect(listeners.map(({ status }) => status?.phase)).toEqual(['Running', 'Running']);
    const set = (name: string) => store.get(RUNNER_SET, 'arc-runners', name)?.status;
    expect(set('arc-linux-gpu')).toMatchObject({ phase: 'Running', currentRunners: 0 });
    const job = { repository: 'homelab-platform/model-training', workflow: 'train', name: 'train', seconds: null };
    github?.enqueue({ ...job, labels: ['arc-linux-gpu'] });
    await waitFor(store, 'it runs on the card', () => busy().some(({ status }) => status?.jobDisplayName === 'train'));
    const pod = store
      .list(resourceType('Pod'), 'arc-runners')
      .find((one) => one.metadata.name.startsWith('arc-linux-gpu'));
    expect(pod?.spec?.nodeName).toBe('akula-prime');
    github?.close();
  });

  it('starts healthy, up to date and at the right time when it is asked to start fast', async () => {
    const { store, clock } = await start({ rate: 1, startAt: Date.now() - HEAD_START_MS, fast: true });
    expect(store.list(APPLICATION).map(({ metadata }) => statusOf(store, metadata.name).health?.status)).not.toContain(
      'Progressing',
    );
    expect(clock.rate).toBe(1);
    // Sixty times as fast, a busy machine overshoots by seconds of its own.
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5 * 60_000);
  });

  it('starts fast, too, with something that never comes up', async () => {
    const image = { containers: [{ name: 'main', image: 'registry.homelab.local/web:does-not-exist' }] };
    const { store, clock } = await start({
      rate: 1,
      startAt: Date.now() - HEAD_START_MS,
      fast: true,
      more: {
        'argocd/applications/shop.yaml': application('shop', 7),
        'apps/shop/web.yaml': stringify(deploymentOf('web', 'shop', image)),
      },
    });
    const unhealthy = () =>
      store
        .list(APPLICATION)
        .map(({ metadata }) => metadata.name)
        .filter((name) => statusOf(store, name).health?.status !== 'Healthy')
        .toSorted();
    expect(unhealthy()).toContain('shop');
    // The root is looked at again once its child has told how it is.
    await expect.poll(unhealthy, { timeout: 60_000 }).toEqual([ROOT, 'shop']);
    expect(clock.rate).toBe(1);
    // Sixty times as fast, a busy machine overshoots by seconds of its own.
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(5 * 60_000);
  });
});

describe('a commit', () => {
  it('that adds an application makes it climb to healthy', async () => {
    const { platform, store, repository } = await start();
    await platform.whenHealthy(20_000);
    repository.commit({
      'argocd/applications/shop.yaml': application('shop', 7),
      'apps/shop/web.yaml': stringify(deploymentOf('web', 'shop', {}, { replicas: 2 })),
    });
    await platform.argocd.refresh();
    await waitFor(store, 'the new application is healthy', () => {
      const { sync, health } = statusOf(store, 'shop');
      return sync?.status === 'Synced' && health?.status === 'Healthy';
    });
    expect(store.list(resourceType('Pod'), 'shop').map((pod) => pod.status?.phase)).toEqual(['Running', 'Running']);
  });

  it('that asks for a fifth slice leaves one pod waiting, which says why', async () => {
    const { platform, store, repository } = await start();
    await platform.whenHealthy(20_000);
    const pod = {
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      resources: { limits: { 'nvidia.com/gpu': '1' } },
    };
    repository.commit({
      'argocd/applications/train.yaml': application('train', 7),
      'apps/train/job.yaml': stringify(deploymentOf('train', 'train', pod, { replicas: 4 })),
    });
    await platform.argocd.refresh();
    const waiting = () =>
      store.list(resourceType('Pod'), 'train').filter((one) => conditionOf(one, 'PodScheduled')?.status === 'False');
    await waitFor(
      store,
      'three run',
      () => store.list(resourceType('Pod'), 'train').filter((one) => one.status?.phase === 'Running').length === 3,
    );
    expect(waiting()).toHaveLength(1);
    expect(conditionOf(waiting()[0] as KubeObject, 'PodScheduled')?.message).toMatch(
      /^0\/2 nodes are available: 2 Insufficient nvidia\.com\/gpu\. preemption: /,
    );
    await waitFor(store, 'the application waits for it', () => {
      const { sync, health } = statusOf(store, 'train');
      return sync?.status === 'Synced' && health?.status === 'Progressing';
    });
  });

  it('that cuts the card into more slices shows once the device plugin was restarted', async () => {
    const { platform, store, repository } = await start();
    await platform.whenHealthy(20_000);
    const path = 'apps/gpu-operator/time-slicing-config.yaml';
    const text = readPlatformRepository().get(path) ?? '';
    repository.commit({ [path]: text.replace('replicas: 4', 'replicas: 6') });
    await platform.argocd.refresh();
    await waitFor(store, 'the ConfigMap has changed', () => {
      const data = store.get(resourceType('ConfigMap'), 'gpu-operator', 'time-slicing-config')?.data;
      return JSON.stringify(data).includes('replicas: 6');
    });
    const slices = () => fieldAt(node(store, 'akula-prime').status, 'allocatable', 'nvidia.com/gpu');
    expect(slices()).toBe('4');
    const plugins = store
      .list(resourceType('Pod'), 'gpu-operator')
      .filter((pod) => /device-plugin|feature-discovery-[a-z0-9]{5}$/.test(pod.metadata.name));
    for (const pod of plugins) {
      platform.controllers.cluster.delete(pod);
    }
    await waitFor(store, 'nothing is handed out while no plugin runs', () => slices() === '0');
    await waitFor(store, 'the new plugin reports', () => slices() === '6');
    await waitFor(
      store,
      'so does the label',
      () => node(store, 'akula-prime').metadata.labels?.['nvidia.com/gpu.replicas'] === '6',
    );
  });
});
