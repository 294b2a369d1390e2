import { afterEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Cluster } from '#lib/ports/cluster.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { type Schemas, startSchemas } from './schemas.ts';

const MINUTE = 60_000;
let schemas: Schemas;
afterEach(() => schemas.stop());

const unused = () => Promise.reject(new Error('not in this test'));

/** A document of one group and version with one kind that must have a spec. */
function documentOf(group: string, version: string, kind: string): unknown {
  const name = `${group.split('.').toReversed().join('.')}.${version}.${kind}`;
  const identity = { group, version, kind };
  const schema = { type: 'object', required: ['spec'], 'x-kubernetes-group-version-kind': [identity] };
  return { components: { schemas: { [name]: schema } } };
}

/** A cluster that has only its descriptions, and notes what was asked for. */
function clusterOf(documents: Record<string, unknown>): { cluster: Cluster; asked: string[]; away: Set<string> } {
  const asked: string[] = [];
  const away = new Set<string>();
  const get: Cluster['get'] = async (path) => {
    asked.push(path);
    const name = path.replace(/^\/openapi\/v3\/?/, '');
    if (away.has(name)) {
      throw new ExternalError({ provider: 'lab', operation: `get ${path}`, kind: 'unavailable', message: '503' });
    }
    return name === '' ? { paths: documents } : documents[name];
  };
  return {
    cluster: { id: 'lab', label: 'Lab', get, whoAmI: unused, may: unused, reflect: () => ({ stop: unused }) },
    asked,
    away,
  };
}

const CLUSTER = {
  '.well-known/openid-configuration': {},
  api: {},
  'api/v1': {},
  'apis/apps/v1': {},
  'apis/networking.k8s.io/v1': {},
  'apis/autoscaling/v2beta2': {},
  'apis/gateway.networking.k8s.io': {},
  'apis/gateway.networking.k8s.io/v1': documentOf('gateway.networking.k8s.io', 'v1', 'Gateway'),
  'apis/metrics.k8s.io/v1beta1': documentOf('metrics.k8s.io', 'v1beta1', 'PodMetrics'),
  'apis/cert-manager.io/v1': documentOf('cert-manager.io', 'v1', 'Certificate'),
  'openid/v1/jwks': {},
  version: {},
};

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const gateway = () => schemas.validate('gateway.networking.k8s.io/v1', 'Gateway', {});
const certificate = () => schemas.validate('cert-manager.io/v1', 'Certificate', {});

describe('the schemas of a cluster', () => {
  it('are asked for every group that is not shipped, whatever its name ends in, and for no other', async () => {
    const clock = createFakeClock();
    const { cluster, asked } = clusterOf(CLUSTER);
    schemas = await startSchemas(cluster, clock, quiet);
    await clock.advance(0);
    expect(asked).toEqual([
      '/openapi/v3',
      '/openapi/v3/apis/autoscaling/v2beta2',
      '/openapi/v3/apis/gateway.networking.k8s.io/v1',
      '/openapi/v3/apis/metrics.k8s.io/v1beta1',
      '/openapi/v3/apis/cert-manager.io/v1',
    ]);
    expect(gateway()).toEqual([expect.objectContaining({ message: 'spec is missing' })]);
    expect(schemas.description).toContain('the kinds of Lab');
  });

  it('are asked for again after half an hour', async () => {
    const clock = createFakeClock();
    const { cluster, asked } = clusterOf(CLUSTER);
    schemas = await startSchemas(cluster, clock, quiet);
    await clock.advance(29 * MINUTE);
    expect(asked).toHaveLength(5);
    await clock.advance(2 * MINUTE);
    expect(asked).toHaveLength(10);
  });

  it('lose nothing to one API that is away, which is asked again in a minute and kept when it goes away again', async () => {
    const clock = createFakeClock();
    const { cluster, away } = clusterOf(CLUSTER);
    away.add('apis/gateway.networking.k8s.io/v1');
    schemas = await startSchemas(cluster, clock, quiet);
    await clock.advance(0);
    expect([gateway(), certificate()]).toEqual(['unknown-kind', [expect.anything()]]);
    away.clear();
    await clock.advance(MINUTE);
    expect(gateway()).toHaveLength(1);
    away.add('apis/gateway.networking.k8s.io/v1');
    await clock.advance(31 * MINUTE);
    expect(gateway()).toHaveLength(1);
  });

  it('are unknown while the cluster does not answer, and known a minute after it does', async () => {
    const clock = createFakeClock();
    const { cluster, away } = clusterOf(CLUSTER);
    away.add('');
    schemas = await startSchemas(cluster, clock, quiet);
    await clock.advance(0);
    expect(certificate()).toBe('unknown-kind');
    away.clear();
    await clock.advance(MINUTE);
    expect(certificate()).toHaveLength(1);
  });
});
