import { describe, expect, it } from 'vitest';
import { createSandboxClock } from '../clock.ts';
import { RUNNER_SET } from '../controllers/operators/arc/types.ts';
import { allocatableOf, usageOf } from '../controllers/scheduler/node-usage.ts';
import { resourceType } from '../kubernetes/resources.ts';
import { createObjectStore } from '../kubernetes/store.ts';
import { generatePlatform } from './applications.ts';
import type { GeneratedSizes } from './sizes.ts';

function generate(applications: number, seed = 1, sizes: Partial<GeneratedSizes> = {}) {
  const clock = createSandboxClock({ startAt: Date.UTC(2026, 10, 1) });
  const store = createObjectStore(clock);
  const platform = generatePlatform({ store, clock, applications, seed, ...sizes });
  return { store, clock, platform, list: (kind: string) => store.list(resourceType(kind)) };
}

type Status = { health?: { status?: string }; sync?: { status?: string } };

describe('a generated platform', () => {
  it('has so many applications of about 6.5 KB, and one root that lists them', () => {
    const { list, platform } = generate(400);
    const children = list('Application').filter(({ metadata }) => `argocd/${metadata.name}` !== platform.root);
    expect(children).toHaveLength(400);
    const bytes = children.reduce((sum, child) => sum + JSON.stringify(child).length, 0) / children.length;
    expect(bytes).toBeGreaterThan(6000);
    expect(bytes).toBeLessThan(7000);
    const root = list('Application').find(({ metadata }) => `argocd/${metadata.name}` === platform.root);
    expect(root?.status?.resources).toHaveLength(400);
  });

  it('is mostly well, with some of everything else, over all waves', () => {
    const { list } = generate(2000);
    const counts = new Map<string, number>();
    const waves = new Set<string | undefined>();
    for (const { status = {}, metadata } of list('Application')) {
      const { health } = status as Status;
      counts.set(health?.status ?? '', (counts.get(health?.status ?? '') ?? 0) + 1);
      waves.add(metadata.annotations?.['argocd.argoproj.io/sync-wave']);
    }
    expect(counts.get('Healthy')).toBeGreaterThan(1700);
    expect([...counts.keys()].sort()).toEqual(['Degraded', 'Healthy', 'Progressing', 'Suspended', 'Unknown']);
    expect(waves.size).toBeGreaterThanOrEqual(10);
  });

  it.each([
    ['in proportion', {}],
    ['on as few nodes as possible', { pods: 1100, nodes: 10 }],
    ['where all have cards', { pods: 1600, nodes: 16, cards: 32 }],
  ])('puts no more on its nodes than they can hold, %s', (_, sizes) => {
    const { list } = generate(400, 1, sizes);
    for (const node of list('Node')) {
      const pods = list('Pod').filter((pod) => pod.spec?.nodeName === node.metadata.name);
      const allocatable = allocatableOf(node);
      for (const [name, amount] of usageOf(pods)) {
        expect(amount, `${name} on ${node.metadata.name}`).toBeLessThanOrEqual(allocatable.get(name) ?? 0);
      }
    }
  });

  it('is the same for the same seed, and another for another', () => {
    const names = (seed: number) =>
      generate(20, seed)
        .list('Application')
        .map(({ status }) => JSON.stringify((status as Status).health));
    expect(names(7)).toEqual(names(7));
    expect(generate(20, 7).platform.names).not.toEqual(generate(20, 8).platform.names);
  });

  it('has as many pods and nodes as it is told, each application about as many as the others', () => {
    const { list } = generate(30, 1, { pods: 100, nodes: 9 });
    expect([list('Pod'), list('Node'), list('Deployment')].map(({ length }) => length)).toEqual([100, 9, 30]);
    const replicas = list('Deployment').map(({ spec = {} }) => Number(spec.replicas));
    expect([Math.min(...replicas), Math.max(...replicas)]).toEqual([3, 4]);
  });

  it('has cards on every node, in slices of which most are held, and pods that wait for one', () => {
    const { list } = generate(400, 1, { pods: 1600, nodes: 16, cards: 33 });
    const counts = list('Node').map(({ metadata }) => Number(metadata.labels?.['nvidia.com/gpu.count']));
    expect([counts.length, Math.min(...counts), Math.max(...counts)]).toEqual([16, 2, 3]);
    const asking = list('Pod').filter(({ spec }) => JSON.stringify(spec).includes('"nvidia.com/gpu":"1"'));
    const bound = asking.filter(({ spec }) => spec?.nodeName !== undefined);
    expect(bound.length / (33 * 4)).toBeGreaterThan(0.6);
    expect(bound.length / (33 * 4)).toBeLessThan(0.9);
    expect(asking.length).toBeGreaterThan(bound.length);
  });

  it('has model servers of the chart with a slice each, runner sets, projects, and settings that make waves wait', () => {
    const { list, store, platform } = generate(40, 1, { nodes: 4, cards: 8, modelServers: 3, runnerSets: 2 });
    const servers = list('Application').filter(({ spec }) => JSON.stringify(spec).includes('"chart":"ollama"'));
    expect(servers.map(({ metadata }) => metadata.name)).toEqual(['ollama-000', 'ollama-001', 'ollama-002']);
    expect(list('Pod').filter(({ metadata }) => metadata.namespace?.startsWith('ollama-'))).toHaveLength(3);
    expect(store.list(RUNNER_SET)).toHaveLength(2);
    expect(list('AppProject')).toHaveLength(8);
    expect(list('ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['argocd-cm']);
    platform.remove();
    expect([...['Application', 'Pod', 'AppProject', 'ConfigMap'].flatMap(list), ...store.list(RUNNER_SET)]).toEqual([]);
  });

  it('refuses pods that no node has room for', () => {
    expect(() => generate(10, 1, { pods: 111, nodes: 1 })).toThrow('no room for another pod: each node (1) holds 110');
  });

  it('can be taken away and made again in another size', () => {
    const { store, clock, platform, list } = generate(10);
    platform.remove();
    expect(['Application', 'Pod', 'Node', 'Deployment'].flatMap(list)).toEqual([]);
    generatePlatform({ store, clock, applications: 20, seed: 1 });
    expect(list('Application')).toHaveLength(21);
  });

  it('changes one application when it is touched, each time', () => {
    const { store, platform } = generate(10);
    const before = store.revision;
    const name = platform.names[3];
    const states = Array.from({ length: 3 }, () => {
      platform.touch(name);
      const current = store.get(resourceType('Application'), 'argocd', name ?? '');
      const { health, sync } = (current?.status ?? {}) as Status;
      return `${sync?.status} ${health?.status}`;
    });
    expect(states).toEqual(['OutOfSync Healthy', 'Synced Progressing', 'Synced Healthy']);
    expect(store.revision).toBe(before + 3);
  });

  it('keeps changing until it is stopped', async () => {
    const [one, other] = [generate(10), generate(10)];
    const changed = ({ store }: typeof one, times: number) => {
      const before = store.revision;
      return new Promise<void>((resolve) => {
        store.subscribe(() => (store.revision - before >= times ? resolve() : undefined));
      });
    };
    const stops = [one, other].map(({ platform }) => platform.churn({ perSecond: 500 }));
    await changed(one, 100);
    stops[0]?.();
    const stopped = one.store.revision;
    await changed(other, 100);
    expect(one.store.revision).toBe(stopped);
    stops[1]?.();
  });
});
