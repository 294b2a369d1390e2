import type { KubeObject } from '../../../kubernetes/object.ts';
import { resourceType } from '../../../kubernetes/resources.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Condition, conditionOf, conditionsOf, withCondition } from '../../api/conditions.ts';
import { type Controller, createController, keyOf } from '../../api/controller.ts';
import { fieldAt, isFields, textOf } from '../../api/fields.ts';
import { isDeploymentAvailable } from '../operator.ts';

export const CERT_MANAGER_NAMESPACE = 'cert-manager';
export const CLUSTER_ISSUER = resourceType('ClusterIssuer');
const SECRET = resourceType('Secret');

export function isCertManagerRunning(cluster: Cluster): boolean {
  return isDeploymentAvailable(cluster, CERT_MANAGER_NAMESPACE, 'cert-manager');
}

export function isIssuerReady(issuer: KubeObject | undefined): boolean {
  return issuer !== undefined && conditionOf(issuer, 'Ready')?.status === 'True';
}

function verdict(cluster: Cluster, issuer: KubeObject): Condition {
  const ready = (reason: string, message: string): Condition => ({ type: 'Ready', status: 'True', reason, message });
  if (isFields(issuer.spec?.selfSigned)) {
    return ready('IsReady', '');
  }
  const secretName = textOf(fieldAt(issuer.spec, 'ca', 'secretName'));
  if (secretName !== '') {
    return cluster.get(SECRET, CERT_MANAGER_NAMESPACE, secretName) === undefined
      ? {
          type: 'Ready',
          status: 'False',
          reason: 'ErrGetKeyPair',
          message: `Error getting keypair for CA issuer: secrets "${secretName}" not found`,
        }
      : ready('KeyPairVerified', 'Signing CA verified');
  }
  if (isFields(issuer.spec?.acme)) {
    const message = 'Failed to register ACME account: the sandbox has no way out to the internet';
    return { type: 'Ready', status: 'False', reason: 'ErrRegisterACMEAccount', message };
  }
  return { type: 'Ready', status: 'False', reason: 'ErrInitIssuer', message: 'no issuer specified for Issuer' };
}

/** Says of each ClusterIssuer whether it can sign. */
export function createIssuerController(cluster: Cluster): Controller {
  return createController(cluster, {
    primary: CLUSTER_ISSUER,
    also({ resource, object }) {
      const isOurs = object.metadata.namespace === CERT_MANAGER_NAMESPACE;
      return isOurs && (resource.kind === 'Secret' || resource.kind === 'Deployment')
        ? cluster.index.all(CLUSTER_ISSUER).map(keyOf)
        : [];
    },
    reconcile(issuer) {
      if (!isCertManagerRunning(cluster)) {
        return;
      }
      const condition = { ...verdict(cluster, issuer), observedGeneration: issuer.metadata.generation };
      cluster.writeStatus(issuer, {
        ...issuer.status,
        conditions: withCondition(conditionsOf(issuer), condition, cluster.clock.timestamp()),
      });
    },
  });
}
