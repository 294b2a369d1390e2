import { describe, expect, it } from 'vitest';
import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { claimOf, podsOf, serviceOf } from './existing.ts';

const object = (kind: string, name: string, spec: object): ManifestObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec,
});
const SHOP = object('StatefulSet', 'shop-db', {
  selector: { matchLabels: { app: 'shop', tier: 'db', odd: 3 } },
  template: { spec: { containers: [{ name: 'agent' }, { name: 'db', ports: [{ containerPort: 5432 }] }] } },
});
const at = (...existing: ManifestObject[]) => ({ appName: 'shop', namespace: 'shop', existing });

describe('what a new object leads to', () => {
  it.each(['shop-db', 'db', 'StatefulSet/shop-db', undefined, ''])('is the workload that is there: %s', (workload) => {
    expect(podsOf(at(SHOP), { workload })).toEqual({ selector: { app: 'shop', tier: 'db' }, port: 5432 });
  });

  it('is by the port of the number that is said, of a usual name, or the only one', () => {
    const pods = (ports: object[]) =>
      object('Deployment', 'shop', {
        selector: { matchLabels: { app: 'shop' } },
        template: { spec: { containers: [{ name: 'agent' }, { ports }] } },
      });
    const dns = { name: 'dns', containerPort: 53, protocol: 'UDP' };
    const metrics = { name: 'metrics', containerPort: 9090 };
    const web = { name: 'http', containerPort: 8080 };
    expect(podsOf(at(pods([dns, metrics, web])), { port: 80 }).port).toBe('http');
    expect(podsOf(at(pods([metrics, web])), { port: 9090 }).port).toBe('metrics');
    expect(podsOf(at(pods([dns, { containerPort: 7 }])), { port: 80 }).port).toBe(7);
    expect(podsOf(at(pods([metrics, { containerPort: 7 }])), { port: 80 }).port).toBeNull();
    expect(podsOf(at(object('Deployment', 'shop', {})), {}).port).toBeNull();
  });

  it('is told apart by all labels of its pods where it selects by more than labels', () => {
    const picky = object('Deployment', 'shop', {
      selector: { matchLabels: { app: 'shop' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] },
      template: { metadata: { labels: { app: 'shop', tier: 'web' } } },
    });
    expect(podsOf(at(picky), {}).selector).toEqual({ app: 'shop', tier: 'web' });
  });

  it('is what is named beside it before what is there', () => {
    const made = new Map([['workloads', new Set(['shop'])]]);
    expect(podsOf({ ...at(SHOP), made }, {})).toEqual({ selector: { 'app.kubernetes.io/name': 'shop' }, port: 'main' });
    const both = { ...at(object('Service', 'shop-metrics', {})), made: new Map([['services', new Set(['shop'])]]) };
    expect(serviceOf(both, {}).name).toBe('shop');
  });

  it('is nothing where it is not there, or where nobody said which of several', () => {
    expect(podsOf(at(SHOP), { workload: 'web' }).selector).toEqual({});
    const [one, two] = [object('Deployment', 'shop-a', {}), object('Deployment', 'shop-b', {})];
    expect(podsOf(at(one, two), {}).selector).toEqual({});
    expect(serviceOf(at(SHOP), { service: 'db' }).name).toBe('');
  });

  it('is a service that is there by the name or number of its port', () => {
    const service = (...ports: object[]) => object('Service', 'shop-front', { ports });
    const web = { name: 'web', port: 80 };
    expect(serviceOf(at(SHOP, service({ name: 'metrics', port: 9090 }, web)), { service: 'front' })).toEqual({
      name: 'shop-front',
      port: { name: 'web' },
    });
    expect(serviceOf(at(service({ port: 80 })), {})).toEqual({ name: 'shop-front', port: { number: 80 } });
  });

  it('is a volume that is there by its name, or one of the name that the application would have', () => {
    const place = at(object('PersistentVolumeClaim', 'uploads', {}));
    expect([claimOf(place, 'uploads'), claimOf(place, undefined), claimOf(at(), 'data')]).toEqual([
      'uploads',
      'uploads',
      'shop-data',
    ]);
  });
});
