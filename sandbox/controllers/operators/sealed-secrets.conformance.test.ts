import {
  constants,
  createCipheriv,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../clock.ts';
import { definitionOf } from '../../kubernetes/crds/definition.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { createObjectStore } from '../../kubernetes/store.ts';
import { installBase } from '../../platform/install-base.ts';
import { PLATFORM_SEED } from '../../platform/seed.ts';
import { conditionOf } from '../api/conditions.ts';
import { fieldsOf } from '../api/fields.ts';
import { type RunningControllers, startControllers } from '../start-controllers.ts';
import { deploymentOf } from '../testing/test-cluster.ts';
import { waitFor } from '../testing/wait-for.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Seals as kubeseal does: docs/developer/crypto.md of sealed-secrets, with the label as its code has it. */
function seal(plain: string, label: string, key: KeyObject): string {
  const session = randomBytes(32);
  const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(12));
  const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(label) };
  const wrapped = publicEncrypt({ key, ...padding }, session);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, body]).toString('base64');
}

function sealed(encryptedData: Record<string, string>, annotations: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name: 'token', namespace: 'default', annotations },
    spec: { encryptedData, template: { type: 'Opaque' } },
  };
}

let running: RunningControllers | undefined;
const clock = createSandboxClock({ rate: 200 });
afterEach(() => running?.close());

async function open(object: KubeObject): Promise<{ message: unknown; data: Record<string, unknown> | null }> {
  const store = createObjectStore(clock);
  running = startControllers({ store, clock, seed: PLATFORM_SEED, sealingKeys: [privateKey] });
  installBase(running.cluster);
  running.cluster.create(definitionOf(resourceType('SealedSecret')));
  running.cluster.create(deploymentOf('sealed-secrets-controller', 'kube-system'));
  running.cluster.create(object);
  const current = () => store.get(resourceType('SealedSecret'), 'default', 'token') as KubeObject;
  await waitFor(store, 'the SealedSecret has been looked at', () => conditionOf(current(), 'Synced') !== undefined);
  const secret = store.get(resourceType('Secret'), 'default', 'token');
  return {
    message: conditionOf(current(), 'Synced')?.message,
    data: secret === undefined ? null : fieldsOf(secret.data),
  };
}

describe('the SealedSecrets controller', () => {
  it.each([
    ['for its name and namespace', 'default/token', {}],
    ['for its namespace', 'default', { 'sealedsecrets.bitnami.com/namespace-wide': 'true' }],
    ['for the cluster', '', { 'sealedsecrets.bitnami.com/cluster-wide': 'true' }],
  ])('opens what was sealed %s', async (_name, label, annotations) => {
    const { message, data } = await open(sealed({ value: seal('hush', label, publicKey) }, annotations));
    expect(message).toBeUndefined();
    expect(data).toEqual({ value: Buffer.from('hush').toString('base64') });
  });

  it('names the values that no key opens, and makes no Secret', async () => {
    const { message, data } = await open(sealed({ value: seal('hush', 'other/name', publicKey), junk: 'AgAA' }));
    expect(message).toBe('no key could decrypt secret (value, junk)');
    expect(data).toBeNull();
  });
});
