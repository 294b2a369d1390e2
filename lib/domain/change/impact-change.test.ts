import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { impactChangeOf } from './impact-change.ts';

const deployment = (name: string, replicas: number, more = '') => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: shop}
spec:
  replicas: ${replicas}
  template:
    metadata: {annotations: {portolan/vram: 4Gi}}
    spec:
      containers:
        - name: web
          resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {nvidia.com/gpu: 1}}
${more}`;
const claim =
  '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: shop}\nspec: {resources: {requests: {storage: 1Gi}}}\n';
const compare = (before: string, after: string) =>
  impactChangeOf(parseManifest(before).documents, parseManifest(after).documents);

describe('what a change does to the platform', () => {
  it('is what goes, changes and comes, the worst first', () => {
    const { objects, unchanged } = compare(
      `${deployment('web', 1)}${claim}`,
      `${deployment('web', 2)}---${deployment('new', 1)}`,
    );
    expect(objects).toEqual([
      { kind: 'PersistentVolumeClaim', namespace: 'shop', name: 'data', fate: 'removed' },
      { kind: 'Deployment', namespace: 'shop', name: 'web', fate: 'changed' },
      { kind: 'Deployment', namespace: 'shop', name: 'new', fate: 'added' },
    ]);
    expect(unchanged).toBe(0);
  });

  it('is nothing where only the order, comments or the version of the group differ', () => {
    const before = 'apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {x: y}}\nspec: {type: ClusterIP}\n';
    const after =
      '# said\nkind: Service\napiVersion: v1\nspec: {type: ClusterIP}\nmetadata: {labels: {x: y}, name: a}\n';
    expect(compare(before, after)).toMatchObject({ objects: [], unchanged: 1 });
    const route = (version: string) =>
      `apiVersion: gateway.networking.k8s.io/${version}\nkind: HTTPRoute\nmetadata: {name: a}\n`;
    expect(compare(route('v1beta1'), route('v1')).objects).toMatchObject([{ fate: 'changed' }]);
  });

  it('says what is asked for before and after', () => {
    const { before, after } = compare(`${deployment('web', 1)}${claim}`, deployment('web', 3));
    expect(before).toEqual({
      total: { cpuMillis: 100, memoryBytes: 2 ** 27, extended: { 'nvidia.com/gpu': 1 } },
      vramBytes: 2 ** 32,
      storageBytes: 2 ** 30,
    });
    expect(after).toEqual({
      total: { cpuMillis: 300, memoryBytes: 3 * 2 ** 27, extended: { 'nvidia.com/gpu': 3 } },
      vramBytes: 3 * 2 ** 32,
      storageBytes: 0,
    });
  });
});
