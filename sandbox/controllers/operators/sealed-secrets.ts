import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import { ApiError } from '../api/api-error.ts';
import type { Cluster } from '../api/cluster.ts';
import { conditionsOf, withCondition } from '../api/conditions.ts';
import { type Controller, createController, keyOf, ownerReference } from '../api/controller.ts';
import { fieldAt, textOf, textsOf } from '../api/fields.ts';
import { isDeploymentAvailable } from './operator.ts';

const SEALED = resourceType('SealedSecret');
const SECRET = resourceType('Secret');
const SCOPE = 'sealedsecrets.bitnami.com/';
const TAG_BYTES = 16;

/** Name and namespace are part of what was sealed, unless an annotation says otherwise: EncryptionLabel upstream. */
function sealingLabel(sealed: KubeObject): string {
  const { name, namespace, annotations } = sealed.metadata;
  if (annotations?.[`${SCOPE}cluster-wide`] === 'true') {
    return '';
  }
  return annotations?.[`${SCOPE}namespace-wide`] === 'true' ? String(namespace) : `${namespace}/${name}`;
}

/** Opens one value: pkg/crypto/crypto.go of sealed-secrets. Throws when the key does not fit or the text is damaged. */
function unseal(value: string, label: string, key: KeyObject): Buffer {
  const bytes = Buffer.from(value, 'base64');
  const length = bytes.readUInt16BE(0);
  const sessionKey = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: Buffer.from(label) },
    bytes.subarray(2, 2 + length),
  );
  const body = bytes.subarray(2 + length);
  // The nonce may be all zero: each session key is used once.
  const decipher = createDecipheriv('aes-256-gcm', sessionKey, Buffer.alloc(12));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
}

/** The values of a SealedSecret in base64, or the names of those no key opens. */
function openAll(sealed: KubeObject, keys: readonly KeyObject[]): { data: Record<string, string>; closed: string[] } {
  const label = sealingLabel(sealed);
  const data: Record<string, string> = {};
  const closed: string[] = [];
  for (const [name, value] of Object.entries(textsOf(sealed.spec?.encryptedData))) {
    const opened = keys.map((key) => {
      try {
        return unseal(value, label, key);
      } catch {
        // Another key may fit; when none does, the status names the value.
        return null;
      }
    });
    const plain = opened.find((one) => one !== null);
    if (plain === undefined || plain === null) {
      closed.push(name);
    } else {
      data[name] = plain.toString('base64');
    }
  }
  return { data, closed };
}

/** Makes Secrets of SealedSecrets with the keys it is given; says which values none of them opens. */
export function createSealedSecretsController(cluster: Cluster, keys: readonly KeyObject[]): Controller {
  const publish = (sealed: KubeObject, message: string | null) => {
    const at = cluster.clock.timestamp();
    const condition = {
      type: 'Synced',
      status: message === null ? 'True' : 'False',
      lastUpdateTime: at,
      ...(message === null ? {} : { message }),
    } as const;
    const known = conditionsOf(sealed).find((one) => one.type === 'Synced');
    const isSame = known?.status === condition.status && (known.message ?? null) === message;
    cluster.writeStatus(sealed, {
      conditions: isSame ? conditionsOf(sealed) : withCondition(conditionsOf(sealed), condition, at),
      observedGeneration: sealed.metadata.generation ?? 1,
    });
  };
  const write = (sealed: KubeObject, data: Record<string, string>) => {
    const { namespace, name } = sealed.metadata;
    const template = fieldAt(sealed.spec, 'template');
    const existing = cluster.get(SECRET, namespace, name);
    const isOurs = existing?.metadata.ownerReferences?.some((owner) => owner.uid === sealed.metadata.uid) === true;
    if (existing !== undefined && !isOurs && existing.metadata.annotations?.[`${SCOPE}managed`] !== 'true') {
      throw new ApiError('Forbidden', `Resource "${name}" already exists and is not managed by SealedSecret`);
    }
    const secret: KubeObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: namespace ?? 'default',
        labels: textsOf(fieldAt(template, 'metadata', 'labels')),
        annotations: textsOf(fieldAt(template, 'metadata', 'annotations')),
        ownerReferences: [ownerReference(sealed)],
      },
      type: textOf(fieldAt(template, 'type'), 'Opaque'),
      data,
    };
    if (existing === undefined) {
      cluster.create(secret);
    } else {
      cluster.update(secret);
    }
  };

  return createController(cluster, {
    primary: SEALED,
    also: ({ resource, object }) =>
      resource.kind === 'Deployment' && object.metadata.name === 'sealed-secrets-controller'
        ? cluster.index.all(SEALED).map(keyOf)
        : [],
    reconcile(sealed) {
      if (!isDeploymentAvailable(cluster, 'kube-system', 'sealed-secrets-controller')) {
        return;
      }
      const { data, closed } = openAll(sealed, keys);
      if (closed.length > 0) {
        publish(sealed, `no key could decrypt secret (${closed.join(', ')})`);
        return;
      }
      try {
        write(sealed, data);
        publish(sealed, null);
      } catch (error) {
        if (!(error instanceof ApiError)) {
          throw error;
        }
        publish(sealed, error.message);
      }
    },
  });
}
