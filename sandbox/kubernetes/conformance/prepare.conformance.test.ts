import { afterEach, describe, expect, it } from 'vitest';
import { resourceType } from '../resources.ts';
import { type KubernetesRig, startRig } from '../testing/kubernetes-rig.ts';

class Refusal extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

const APPS = '/apis/apps/v1/namespaces/default';

let rig: KubernetesRig;
afterEach(() => rig.close());

function post(path: string, name: string) {
  return rig.json(path, { method: 'POST', body: { metadata: { name } } });
}

describe('a cluster with defaults and checks of its own', () => {
  it('has its defaults in what comes over HTTP, and knows what was there before', async () => {
    const seen: unknown[] = [];
    rig = await startRig({
      prepare: (object, resource, before) => {
        seen.push(before?.spec);
        return resource.kind === 'Deployment' ? { ...object, spec: { replicas: 1, ...object.spec } } : object;
      },
    });
    await post(`${APPS}/deployments`, 'web');
    expect(rig.store.get(resourceType('Deployment'), 'default', 'web')?.spec).toEqual({ replicas: 1 });
    await rig.call(`${APPS}/deployments/web`, {
      method: 'PUT',
      body: { metadata: { name: 'web' }, spec: { paused: true } },
    });
    expect(seen).toEqual([undefined, { replicas: 1 }]);
  });

  it('refuses with the reason it has', async () => {
    rig = await startRig({
      prepare: () => {
        throw new Refusal('Forbidden', 'pods "p" is forbidden: violates PodSecurity "restricted:latest"');
      },
    });
    expect(await post('/api/v1/namespaces/default/pods', 'p')).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: 'pods "p" is forbidden: violates PodSecurity "restricted:latest"',
    });
  });

  it.each([
    ['spec.a: Required value', [['spec.a', 'FieldValueRequired', 'Required value']]],
    [
      '[spec.a: Required value, spec.b[0]: Invalid value: "x, y": no, never]',
      [
        ['spec.a', 'FieldValueRequired', 'Required value'],
        ['spec.b[0]', 'FieldValueInvalid', 'Invalid value: "x, y": no, never'],
      ],
    ],
    ['spec: Forbidden: updates are forbidden', [['spec', 'FieldValueForbidden', 'Forbidden: updates are forbidden']]],
  ])('names each field of %s', async (text, causes) => {
    rig = await startRig({
      prepare: () => {
        throw new Refusal('Invalid', `StatefulSet.apps "db" is invalid: ${text}`);
      },
    });
    expect(await post(`${APPS}/statefulsets`, 'db')).toMatchObject({
      code: 422,
      message: `StatefulSet.apps "db" is invalid: ${text}`,
      details: {
        name: 'db',
        group: 'apps',
        kind: 'StatefulSet',
        causes: causes.map(([field, reason, message]) => ({ field, reason, message })),
      },
    });
  });

  it('that fails itself is an internal error', async () => {
    rig = await startRig({
      prepare: () => {
        throw new Error('out of order');
      },
    });
    expect(await post('/api/v1/namespaces/default/pods', 'p')).toMatchObject({
      code: 500,
      reason: 'InternalError',
      message: 'Internal error occurred: out of order',
    });
  });
});
