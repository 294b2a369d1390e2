import { conditionOf } from '../../controllers/api/conditions.ts';
import { fieldsOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Health, HealthStatus } from './health-status.ts';

/** The check that docs/operator-manual/health.md gives for Applications: Progressing until they report something. */
export function applicationHealth(application: KubeObject): Health {
  const { status, message } = fieldsOf(application.status?.health);
  return { status: textOf(status, 'Progressing') as HealthStatus, message: textOf(message) };
}

/** resource_customizations/cert-manager.io/Certificate/health.lua: Issuing is looked at first. */
export function certificateHealth(certificate: KubeObject): Health {
  const issuing = conditionOf(certificate, 'Issuing');
  if (issuing?.status === 'True') {
    return { status: 'Progressing', message: textOf(issuing.message) };
  }
  const ready = conditionOf(certificate, 'Ready');
  if (ready?.status === 'False') {
    return { status: 'Degraded', message: textOf(ready.message) };
  }
  return ready?.status === 'True'
    ? { status: 'Healthy', message: textOf(ready.message) }
    : { status: 'Progressing', message: 'Waiting for certificate' };
}

/** resource_customizations/cert-manager.io/ClusterIssuer/health.lua */
export function issuerHealth(issuer: KubeObject): Health {
  const ready = conditionOf(issuer, 'Ready');
  if (ready === undefined) {
    return { status: 'Progressing', message: `Initializing ${issuer.kind}` };
  }
  return { status: ready.status === 'True' ? 'Healthy' : 'Degraded', message: textOf(ready.message) };
}

/** resource_customizations/bitnami.com/SealedSecret/health.lua */
export function sealedSecretHealth(sealed: KubeObject): Health {
  const synced = conditionOf(sealed, 'Synced');
  if (synced === undefined) {
    return { status: 'Progressing', message: 'Waiting for Sealed Secret to be decrypted' };
  }
  return { status: synced.status === 'False' ? 'Degraded' : 'Healthy', message: textOf(synced.message) };
}

/** resource_customizations/kyverno.io/ClusterPolicy/health.lua */
export function policyHealth(policy: KubeObject): Health {
  const ready = conditionOf(policy, 'Ready');
  return ready === undefined
    ? { status: 'Progressing', message: `Waiting for ${policy.kind} to become ready` }
    : { status: ready.status === 'True' ? 'Healthy' : 'Degraded', message: textOf(ready.message) };
}
