import { type Fields, fieldsOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { claimSpec, service } from './objects.ts';
import { container, statefulSet } from './workloads.ts';

export type StatefulServiceOptions = {
  name: string;
  /** Of the Service, where it differs. */
  serviceName?: string;
  namespace: string;
  labels: Record<string, string>;
  selector: Record<string, string>;
  image: string;
  port: [name: string, port: number];
  /** `{ enabled, size, storageClass }` */
  persistence: unknown;
  size: string;
  storageClass?: string;
  mountPath: string;
  resources?: unknown;
  env?: unknown[];
  runAsUser?: number;
};

/** A database or cache of one pod with a volume of its own, as the Bitnami charts make them. */
export function statefulService(options: StatefulServiceOptions): KubeObject[] {
  const { name, namespace, labels, selector, port, persistence } = options;
  const serviceName = options.serviceName ?? name;
  const hasVolume = fieldsOf(persistence).enabled !== false;
  const claims: Record<string, Fields> = hasVolume
    ? { data: claimSpec(persistence, options.size, options.storageClass) }
    : {};
  const pod = {
    securityContext: { fsGroup: options.runAsUser ?? 1001 },
    containers: [
      container({
        name,
        image: options.image,
        ports: { [port[0]]: port[1] },
        ready: ['/', port[1], 5],
        resources: options.resources,
        ...(options.env === undefined ? {} : { env: options.env }),
        securityContext: { runAsUser: options.runAsUser ?? 1001, runAsNonRoot: true },
        mounts: [['data', options.mountPath]],
      }),
    ],
    ...(hasVolume ? {} : { volumes: [{ name: 'data', emptyDir: {} }] }),
  };
  return [
    service({ name: serviceName, namespace, labels }, selector, { [port[0]]: port[1] }),
    statefulSet({ name, namespace, labels, selector, serviceName, claims, pod }),
  ];
}
