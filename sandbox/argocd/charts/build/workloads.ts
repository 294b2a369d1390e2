import { type Fields, fieldsOf, textOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { type Named, object } from './objects.ts';

/** What namespaces with the level `restricted` ask of a pod and of each container. */
export const RESTRICTED_POD = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
export const RESTRICTED_CONTAINER = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

export type ContainerOptions = {
  name: string;
  image: string;
  resources?: unknown;
  ports?: Record<string, number>;
  /** Path and port of the readiness probe. */
  ready?: [path: string, port: number, delaySeconds?: number];
  env?: unknown[];
  securityContext?: Fields;
  mounts?: [volume: string, path: string][];
  args?: string[];
};

export function container(options: ContainerOptions): Fields {
  const { name, image, resources, ports = {}, ready, env, securityContext, mounts, args } = options;
  return {
    name,
    image,
    ...(args === undefined ? {} : { args }),
    ...(resources === undefined ? {} : { resources }),
    ...(Object.keys(ports).length > 0
      ? { ports: Object.entries(ports).map(([portName, containerPort]) => ({ name: portName, containerPort })) }
      : {}),
    ...(ready === undefined
      ? {}
      : {
          readinessProbe: {
            httpGet: { path: ready[0], port: ready[1] },
            initialDelaySeconds: ready[2] ?? 2,
            periodSeconds: 5,
          },
        }),
    ...(env === undefined ? {} : { env }),
    ...(securityContext === undefined ? {} : { securityContext }),
    ...(mounts === undefined
      ? {}
      : { volumeMounts: mounts.map(([volume, mountPath]) => ({ name: volume, mountPath })) }),
  };
}

export type WorkloadOptions = Named & {
  selector: Record<string, string>;
  pod: Fields & { containers: Fields[] };
  replicas?: number;
  podAnnotations?: Record<string, string>;
  extra?: Fields;
};

function podTemplate({ selector, pod, podAnnotations }: WorkloadOptions): Fields {
  return {
    metadata: { labels: selector, ...(podAnnotations === undefined ? {} : { annotations: podAnnotations }) },
    spec: pod,
  };
}

export function deployment(options: WorkloadOptions): KubeObject {
  const spec = {
    replicas: options.replicas ?? 1,
    selector: { matchLabels: options.selector },
    template: podTemplate(options),
    ...options.extra,
  };
  return object('apps/v1', 'Deployment', options, { spec });
}

export function statefulSet(
  options: WorkloadOptions & { serviceName: string; claims?: Record<string, Fields> },
): KubeObject {
  const volumeClaimTemplates = Object.entries(options.claims ?? {}).map(([name, spec]) => ({
    metadata: { name },
    spec,
  }));
  const spec = {
    replicas: options.replicas ?? 1,
    serviceName: options.serviceName,
    selector: { matchLabels: options.selector },
    template: podTemplate(options),
    ...(volumeClaimTemplates.length > 0 ? { volumeClaimTemplates } : {}),
    ...options.extra,
  };
  return object('apps/v1', 'StatefulSet', options, { spec });
}

export function daemonSet(options: WorkloadOptions): KubeObject {
  const spec = { selector: { matchLabels: options.selector }, template: podTemplate(options), ...options.extra };
  return object('apps/v1', 'DaemonSet', options, { spec });
}

export function job(options: WorkloadOptions): KubeObject {
  const pod = { restartPolicy: 'OnFailure', ...options.pod };
  const spec = { backoffLimit: 6, template: { metadata: { labels: options.selector }, spec: pod }, ...options.extra };
  return object('batch/v1', 'Job', options, { spec });
}

/** `repository:tag` from the usual block of values; the registry in front if there is one. */
export function imageFrom(value: unknown, repository: string, tag: string): string {
  const image = fieldsOf(value);
  const registry = textOf(image.registry);
  const name = textOf(image.repository, repository);
  return `${registry === '' ? '' : `${registry}/`}${name}:${textOf(image.tag) || tag}`;
}
