import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { Cluster } from '../../api/cluster.ts';
import { conditionsOf, withCondition } from '../../api/conditions.ts';
import { type Controller, createController, keyOf, ownerReference } from '../../api/controller.ts';
import type { Draw } from '../../api/draw.ts';
import { fieldAt, fieldsOf, listOf, textOf } from '../../api/fields.ts';
import { CLUSTER_ISSUER, isCertManagerRunning, isIssuerReady } from './issuers.ts';

const CERTIFICATE = resourceType('Certificate');
const INGRESS = resourceType('Ingress');
const SECRET = resourceType('Secret');
const DEFAULT_HOURS = 2160;
const HOUR_MS = 3_600_000;

function hoursOf(duration: string): number {
  const match = /^(\d{1,6})h/.exec(duration);
  return match === null ? DEFAULT_HOURS : Number(match[1]);
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Has Certificates signed: the Secret appears a moment after their issuer is ready, and is renewed in time. */
export function createCertificateController(cluster: Cluster, draw: Draw): Controller {
  const dueAt = new Map<string, number>();

  const issue = (certificate: KubeObject) => {
    const { namespace, name } = certificate.metadata;
    const secretName = textOf(certificate.spec?.secretName);
    const material = () => randomBytes(48).toString('base64');
    const data = { 'ca.crt': material(), 'tls.crt': material(), 'tls.key': material() };
    const annotations = { 'cert-manager.io/certificate-name': name };
    const metadata = { name: secretName, namespace: namespace ?? 'default', annotations };
    const existing = cluster.get(SECRET, namespace, secretName);
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', data };
    if (existing === undefined) {
      cluster.create(secret);
    } else {
      cluster.update({ ...existing, data });
    }
    const now = cluster.clock.now();
    const lifeMs = hoursOf(textOf(certificate.spec?.duration)) * HOUR_MS;
    const message = 'Certificate is up to date and has not expired';
    const ready = { type: 'Ready', status: 'True', reason: 'Ready', message } as const;
    const rest = conditionsOf(certificate).filter((condition) => condition.type !== 'Issuing');
    cluster.writeStatus(certificate, {
      conditions: withCondition(rest, ready, cluster.clock.timestamp()),
      notBefore: timeText(now),
      notAfter: timeText(now + lifeMs),
      renewalTime: timeText(now + (lifeMs * 2) / 3),
      revision: Number(certificate.status?.revision ?? 0) + 1,
    });
  };
  const announce = (certificate: KubeObject) => {
    const at = cluster.clock.timestamp();
    const message = 'Issuing certificate as Secret does not exist';
    const issuing = { type: 'Issuing', status: 'True', reason: 'DoesNotExist', message } as const;
    const ready = { type: 'Ready', status: 'False', reason: 'DoesNotExist', message } as const;
    const conditions = withCondition(withCondition(conditionsOf(certificate), ready, at), issuing, at);
    cluster.writeStatus(certificate, { ...certificate.status, conditions });
  };
  /** Gives ms until the next thing to do, null when an event will tell. */
  const settle = (certificate: KubeObject): number | null => {
    const now = cluster.clock.now();
    const renewalAt = Date.parse(textOf(certificate.status?.renewalTime));
    const hasSecret = cluster.get(SECRET, certificate.metadata.namespace, textOf(certificate.spec?.secretName));
    if (hasSecret !== undefined && renewalAt > now) {
      return renewalAt - now;
    }
    const issuer = cluster.get(CLUSTER_ISSUER, '', textOf(fieldAt(certificate.spec, 'issuerRef', 'name')));
    const uid = certificate.metadata.uid ?? '';
    if (!isIssuerReady(issuer)) {
      announce(certificate);
      return null;
    }
    const due = dueAt.get(uid) ?? now + draw(`certificate/${keyOf(certificate)}`, 800, 2500);
    dueAt.set(uid, due);
    if (due > now) {
      announce(certificate);
      return due - now;
    }
    dueAt.delete(uid);
    issue(certificate);
    return null;
  };

  return createController(cluster, {
    primary: CERTIFICATE,
    also({ resource, object }) {
      const isIssuer = resource.kind === 'ClusterIssuer';
      const isSecret =
        resource.kind === 'Secret' &&
        cluster.index.inNamespace(CERTIFICATE, object.metadata.namespace ?? '').length > 0;
      return isIssuer || isSecret ? cluster.index.all(CERTIFICATE).map(keyOf) : [];
    },
    reconcile(certificate, queue, key) {
      if (isCertManagerRunning(cluster) && certificate.metadata.deletionTimestamp === undefined) {
        const wait = settle(certificate);
        if (wait !== null) {
          queue.addAfter(key, Math.min(wait, 24 * HOUR_MS));
        }
      }
    },
  });
}

const ISSUER_ANNOTATION = 'cert-manager.io/cluster-issuer';

/** Ingresses that name an issuer get a Certificate for each of their `tls` entries: cert-manager's ingress-shim. */
export function createIngressShim(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: INGRESS,
    also: ({ resource, object }) =>
      resource.kind === 'Deployment' && object.metadata.name === 'cert-manager'
        ? cluster.index.all(INGRESS).map(keyOf)
        : [],
    reconcile(ingress) {
      const issuer = ingress.metadata.annotations?.[ISSUER_ANNOTATION];
      if (issuer === undefined || !isCertManagerRunning(cluster) || ingress.metadata.deletionTimestamp !== undefined) {
        return;
      }
      for (const entry of listOf(ingress.spec?.tls).map(fieldsOf)) {
        const name = textOf(entry.secretName);
        const spec = {
          dnsNames: listOf(entry.hosts),
          issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
          secretName: name,
          usages: ['digital signature', 'key encipherment'],
        };
        if (name !== '' && cluster.get(CERTIFICATE, ingress.metadata.namespace, name) === undefined) {
          cluster.create({
            apiVersion: 'cert-manager.io/v1',
            kind: 'Certificate',
            metadata: {
              name,
              namespace: ingress.metadata.namespace ?? 'default',
              ownerReferences: [ownerReference(ingress)],
            },
            spec,
          });
        }
      }
    },
  });
}
