import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AI_KINDS } from '#lib/domain/guardrail/landing-zone.ts';
import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { makeableKinds } from '../objects/index.ts';
import { type Additions, addObjects } from './add-objects.ts';

const WEB: ManifestObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop', version: '1' } },
      spec: { containers: [{ name: 'web', ports: [{ containerPort: 8080 }] }] },
    },
  },
};
const SEARCH: ManifestObject = {
  ...WEB,
  metadata: { name: 'shop-search' },
  spec: {
    selector: { matchLabels: { 'app.kubernetes.io/name': 'shop-index' } },
    template: { metadata: { labels: { 'app.kubernetes.io/name': 'shop-index' } } },
  },
};
const ELSEWHERE: ManifestObject = { ...WEB, metadata: { name: 'shop-board', namespace: 'monitoring' } };
const ROOM: Additions = {
  appName: 'shop',
  namespace: 'shop',
  folder: 'apps/shop',
  kinds: makeableKinds(AI_KINDS),
  network: { policies: [], controller: { namespace: 'kube-system', name: 'traefik' } },
  usualNamespace: 'shop',
  isTaken: (path: string) => path === 'apps/shop/configmap-shop.yaml',
  isThere: (kind, name) => kind === 'Deployment' && ['shop', 'shop-api'].includes(name),
};
const add = (answer: Record<string, unknown>) => addObjects(answer, [WEB, SEARCH, ELSEWHERE], ROOM);
const worker = { workloads: [{ part: 'worker', image: 'a:1', port: 80 }] };
const object = (kind: string, spec: object): ManifestObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'shop' },
  spec,
});
const data = (more: object) => ({ workloads: [{ part: 'data', image: 'a:1', storage: [{ path: '/data', ...more }] }] });

describe('objects that an application lacks', () => {
  it('lead to what is there, in its namespace and beside its files', () => {
    const made = add({
      services: [{ workload: 'Deployment/shop', port: 80 }],
      addresses: [{ host: 'shop.lan' }],
    });
    const { added } = 'added' in made ? made : { added: [] };
    expect(added.map(({ path }) => path)).toEqual(['apps/shop/service-shop.yaml', 'apps/shop/ingress-shop.yaml']);
    const [service, ingress] = added.map(({ content }) => parseManifest(content).documents[0]?.value);
    expect(service).toMatchObject({
      metadata: { name: 'shop', namespace: 'shop' },
      spec: { selector: { app: 'shop' }, ports: [{ port: 80, targetPort: 8080 }] },
    });
    expect(JSON.stringify(ingress)).toContain('"service":{"name":"shop","port":{"name":"main"}}');
  });

  it.each([
    ['one that is there already', { workloads: [{ image: 'a:1' }] }, 'Deployment/shop is there already'],
    [
      'one of another application',
      { workloads: [{ part: 'api', image: 'a:1' }] },
      'Deployment/shop-api is there already',
    ],
    ['a service of what is elsewhere', { services: [{ workload: 'shop-board', port: 80 }] }, 'leads to no workload'],
    [
      'a service of who knows what',
      { services: [{ part: 'x', workload: 'y', port: 80 }] },
      'there is Deployment/shop, Deployment/shop-search',
    ],
    [
      'pods of others',
      { workloads: [{ part: 'index', image: 'a:1' }] },
      'would share pods with Deployment/shop-search',
    ],
    ['a volume that is nowhere', data({ volume: 'data' }), 'mounts shop-data, no volume'],
    ['a service of nothing', { services: [{ workload: 'worker', port: 80 }] }, 'Service/shop leads to no workload'],
    ['an address of nothing', { addresses: [{ host: 'shop.lan' }] }, 'Ingress/shop leads to no service'],
    ['a file that is there', { settings: [{ entries: [{ key: 'a', value: 'b' }] }] }, 'There is a file apps/shop/conf'],
    ['two of one name', { volumes: [{ size: '1Gi' }, { size: '2Gi' }] }, 'PersistentVolumeClaim with the name shop'],
  ])('are not made, and the model is told why: %s', (_, answer, words) => {
    expect(add(answer)).toEqual({ problem: expect.stringContaining(words) });
  });

  it.each([
    ['by its whole name', { ...worker, services: [{ part: 'worker', workload: 'Deployment/shop-worker', port: 80 }] }],
    ['without a word', { ...worker, services: [{ part: 'worker', port: 80 }] }],
  ])('lead to what is named beside them, %s', (_, answer) => {
    expect(JSON.stringify(add(answer))).toContain('app.kubernetes.io/name: shop-worker\\n  ports:');
  });

  it('may stand beside what is for all pods of the application, or waits for just them', () => {
    const labels = { 'app.kubernetes.io/part-of': 'shop' };
    const policy = object('NetworkPolicy', { podSelector: { matchLabels: labels } });
    const claim = object('PersistentVolumeClaim', { selector: { matchLabels: labels } });
    const budget = object('PodDisruptionBudget', { selector: { matchLabels: labels } });
    const waiting = object('Service', { selector: { 'app.kubernetes.io/name': 'shop-worker' } });
    const made = addObjects(worker, [WEB, policy, claim, budget, waiting], ROOM);
    expect(made).toMatchObject({ added: [{ path: 'apps/shop/deployment-shop-worker.yaml' }] });
  });

  it('share no pods, ports or addresses with others, also not with one another', () => {
    const common = { 'app.kubernetes.io/name': 'shop-job' };
    const part = (component: string) => ({
      ...object('Deployment', {
        selector: { matchLabels: { ...common, component } },
        template: {
          metadata: { labels: { ...common, component } },
          spec: { containers: [{ ports: [{ name: 'app', containerPort: 8080 }, { containerPort: 9090 }] }] },
        },
      }),
      metadata: { name: `shop-${component}` },
    });
    const shared = object('Ingress', { rules: [{ host: 'shop.lan' }] });
    const say = (answer: object) =>
      addObjects(answer as Record<string, unknown>, [part('web'), part('db'), shared], ROOM);
    const job = { part: 'job', image: 'a:1', port: 80 };
    expect([
      say({ workloads: [job] }),
      say({ schedules: [{ part: 'nightly', schedule: '0 3 * * *', image: 'a:1' }] }),
      say({ workloads: [{ ...job, part: 'x-job' }], schedules: [{ part: 'x', schedule: '0 3 * * *', image: 'a:1' }] }),
      say({ services: [{ workload: 'web', port: 80 }] }),
      say({ services: [{ workload: 'web', port: 8080 }], addresses: [{ host: 'shop.lan' }] }),
    ]).toEqual([
      { problem: expect.stringContaining('Deployment/shop-job would share pods with Deployment/shop-web') },
      { added: [expect.objectContaining({ path: 'apps/shop/cronjob-shop-nightly.yaml' })] },
      { problem: expect.stringContaining('Deployment/shop-x-job would share pods with CronJob/shop-x') },
      { problem: expect.stringContaining('say one of its ports, 8080 (app), 9090 (no name)') },
      { problem: expect.stringContaining('Ingress/shop would have the address of Ingress/shop') },
    ]);
  });

  it('mount what is made beside them', () => {
    const made = add({ ...data({}), volumes: [{ part: 'data', size: '1Gi' }] });
    expect(JSON.stringify(made)).toContain('claimName: shop-data');
  });

  it('are none where none is named', () => {
    expect(add({})).toEqual({ added: [] });
    expect(add({ clusters: [{ part: 'x' }] })).toEqual({ added: [] });
  });

  it('stay in the folder, the namespace and the names of the application, whatever a model answers', () => {
    const word = fc.oneof(
      fc.constantFrom('../../root', 'kube-system', 'shop', 'Deployment/shop', '__proto__', 'x\n---\nkind: Secret', ''),
      fc.string({ maxLength: 40, unit: 'binary' }),
    );
    const field = fc.oneof(word, fc.integer(), fc.constant(null), fc.array(word, { maxLength: 2 }));
    const entry = fc.dictionary(
      fc.constantFrom('part', 'workload', 'service', 'host', 'port', 'image', 'size', 'schedule', '__proto__'),
      field,
      { maxKeys: 6 },
    );
    const lists = fc.constantFrom('workloads', 'schedules', 'services', 'addresses', 'settings', 'volumes');
    let made = 0;
    fc.assert(
      fc.property(fc.dictionary(lists, fc.oneof(fc.array(entry, { maxLength: 3 }), field)), (answer) => {
        const result = add(answer);
        for (const { path, content } of 'added' in result ? result.added : []) {
          made += 1;
          expect(path).toMatch(/^apps\/shop\/[a-z]+-shop(-[a-z0-9-]+)?\.yaml$/);
          const { documents } = parseManifest(content);
          expect(documents).toHaveLength(1);
          const { kind, metadata } = fieldsOf(documents[0]?.value);
          expect(AI_KINDS.map((id) => id.split('.')[0])).toContain(kind);
          expect(fieldsOf(metadata)).toMatchObject({ namespace: 'shop', name: expect.stringMatching(/^shop(-|$)/) });
        }
      }),
      { numRuns: 1500 },
    );
    expect(made).toBeGreaterThan(30);
  });
});
