import { fieldsOf, isFields } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { groupOf } from '../application/resource-key.ts';

type Shape =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'map'
  | 'array'
  | 'count or percent'
  | { [key: string]: Shape }
  | [Shape];

const CONTAINER: Shape = {
  name: 'string',
  image: 'string',
  command: ['string'],
  args: ['string'],
  env: [{ name: 'string', value: 'string' }],
  ports: [{ containerPort: 'integer', name: 'string', protocol: 'string' }],
  resources: { requests: 'map', limits: 'map' },
  volumeMounts: [{ name: 'string', mountPath: 'string', readOnly: 'boolean' }],
};
const POD_SPEC: Shape = {
  containers: [CONTAINER],
  initContainers: [CONTAINER],
  volumes: [{ name: 'string' }],
  nodeSelector: 'map',
  tolerations: ['map'],
  securityContext: { runAsNonRoot: 'boolean', runAsUser: 'integer', fsGroup: 'integer' },
  terminationGracePeriodSeconds: 'integer',
};
const TEMPLATE: Shape = { metadata: { labels: 'map', annotations: 'map' }, spec: POD_SPEC };
const WORKLOAD: Shape = { replicas: 'integer', selector: 'map', template: TEMPLATE, paused: 'boolean' };

/** The types of the fields people get wrong, by kind; fields that are not named are not looked at. */
const SPECS: Record<string, Shape> = {
  'apps/Deployment': WORKLOAD,
  'apps/StatefulSet': WORKLOAD,
  'apps/DaemonSet': WORKLOAD,
  'batch/Job': { template: TEMPLATE, completions: 'integer', parallelism: 'integer', backoffLimit: 'integer' },
  'batch/CronJob': { schedule: 'string', suspend: 'boolean', jobTemplate: { spec: { template: TEMPLATE } } },
  '/Pod': POD_SPEC,
  '/Service': { type: 'string', selector: 'map', ports: [{ port: 'integer', name: 'string' }] },
  '/PersistentVolumeClaim': { accessModes: ['string'], storageClassName: 'string', resources: { requests: 'map' } },
  'networking.k8s.io/Ingress': {
    ingressClassName: 'string',
    rules: [{ host: 'string' }],
    tls: [{ hosts: ['string'] }],
  },
  'networking.k8s.io/NetworkPolicy': { podSelector: 'map', policyTypes: ['string'], ingress: 'array', egress: 'array' },
  'policy/PodDisruptionBudget': {
    minAvailable: 'count or percent',
    maxUnavailable: 'count or percent',
    selector: 'map',
  },
};

function typeName(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  if (isFields(value)) {
    return 'map';
  }
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value;
}

function expectedName(shape: Shape): string {
  if (typeof shape === 'string') {
    return shape === 'count or percent' ? 'int or string' : shape;
  }
  return Array.isArray(shape) ? 'array' : 'map';
}

function fits(value: unknown, expected: string): boolean {
  const type = typeName(value);
  return type === expected || (expected === 'int or string' && (type === 'integer' || type === 'string'));
}

function check(value: unknown, shape: Shape, path: string, found: string[]): void {
  if (value === undefined || value === null) {
    return;
  }
  const expected = expectedName(shape);
  if (!fits(value, expected)) {
    found.push(`ValidationError(${path}): invalid type: got "${typeName(value)}", expected "${expected}"`);
  } else if (Array.isArray(shape) && Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      check(item, shape[0], `${path}[${index}]`, found);
    }
  } else if (typeof shape === 'object' && !Array.isArray(shape)) {
    for (const [key, part] of Object.entries(shape)) {
      check(fieldsOf(value)[key], part, `${path}.${key}`, found);
    }
  }
}

/** What `kubectl apply --dry-run=client` finds wrong with the types of an object's fields; null when nothing. */
export function schemaProblem(object: KubeObject): string | null {
  const shape = SPECS[`${groupOf(object.apiVersion)}/${object.kind}`];
  const found: string[] = [];
  check(object.metadata.labels, 'map', `${object.kind}.metadata.labels`, found);
  check(object.metadata.annotations, 'map', `${object.kind}.metadata.annotations`, found);
  if (shape !== undefined) {
    check(object.spec, shape, `${object.kind}.spec`, found);
  }
  if (found.length === 0) {
    return null;
  }
  const text = found.length === 1 ? found[0] : `[${found.join(', ')}]`;
  return `error validating data: ${text}; if you choose to ignore these errors, turn validation off with --validate=false`;
}
