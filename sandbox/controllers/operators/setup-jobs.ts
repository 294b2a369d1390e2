import { randomBytes } from 'node:crypto';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, controllerOwner, createController } from '../api/controller.ts';
import { podSpecOf } from '../api/pod-types.ts';

const POD = resourceType('Pod');
const SECRET = resourceType('Secret');

/** The Secrets that a job of the platform writes when it runs, by the name of its first container. */
const WRITTEN_BY: Record<string, Record<string, string[]>> = {
  // GitLab's chart: the job that draws its secrets.
  'gitlab-shared-secrets': {
    'gitlab-gitlab-initial-root-password': ['password'],
    'gitlab-postgresql-password': ['postgresql-password', 'postgresql-postgres-password'],
    'gitlab-redis-secret': ['secret'],
    'gitlab-rails-secret': ['secrets.yml'],
    'gitlab-minio-secret': ['accesskey', 'secretkey'],
    'gitlab-gitaly-secret': ['token'],
    'gitlab-gitlab-shell-secret': ['secret'],
    'gitlab-registry-secret': ['registry-auth.crt', 'registry-auth.key'],
  },
  // infrastructure/bootstrap/runner-token-job.yaml
  'generate-token': {
    'gitlab-runner-secret': ['runner-token', 'runner-registration-token'],
  },
};

/** Nothing runs in the pods of the sandbox, so what these jobs do to the cluster is done here when their pods end well. */
export function createSetupJobs(cluster: Cluster): Controller {
  const write = (pod: KubeObject, name: string, keys: readonly string[]) => {
    const namespace = pod.metadata.namespace ?? 'default';
    if (cluster.get(SECRET, namespace, name) === undefined) {
      const data = Object.fromEntries(keys.map((key) => [key, randomBytes(24).toString('base64')]));
      cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, type: 'Opaque', data });
    }
  };
  return createController(cluster, {
    primary: POD,
    reconcile(pod) {
      const isOfJob = controllerOwner(pod)?.kind === 'Job' && pod.status?.phase === 'Succeeded';
      const written = isOfJob ? WRITTEN_BY[podSpecOf(pod).containers[0]?.name ?? ''] : undefined;
      for (const [name, keys] of Object.entries(written ?? {})) {
        write(pod, name, keys);
      }
    },
  });
}
