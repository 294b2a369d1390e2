import type { Schema } from '#lib/domain/json-schema/schema.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { claimOf } from './existing.ts';
import type { ObjectPlace } from './kind.ts';

const QUANTITY_WORDS = 'As Kubernetes writes it, such as';

/** What a model says of the container of a pod. */
export const CONTAINER: Record<string, Schema> = {
  image: { type: 'string', maxLength: 250, description: 'The container image with its version, never latest.' },
  command: { type: 'array', items: { type: 'string', maxLength: 500 }, maxItems: 20 },
  args: { type: 'array', items: { type: 'string', maxLength: 500 }, maxItems: 40 },
  port: { type: 'integer', minimum: 1, maximum: 65_535, description: 'The port that it listens on, where it does.' },
  healthPath: {
    type: 'string',
    maxLength: 200,
    description: 'A path that answers 200 when it is well, where there is one.',
  },
  env: {
    type: 'array',
    maxItems: 50,
    description: 'Plain settings. Never passwords, tokens or keys.',
    items: {
      type: 'object',
      required: ['name', 'value'],
      additionalProperties: false,
      properties: { name: { type: 'string', maxLength: 100 }, value: { type: 'string', maxLength: 2000 } },
    },
  },
  cpu: { type: 'string', maxLength: 10, default: '100m', description: `${QUANTITY_WORDS} 100m.` },
  memory: { type: 'string', maxLength: 10, default: '256Mi', description: `${QUANTITY_WORDS} 256Mi.` },
  storage: {
    type: 'array',
    maxItems: 5,
    description: 'Volumes that are mounted, by the part of their name or their name.',
    items: {
      type: 'object',
      required: ['path'],
      additionalProperties: false,
      properties: { volume: { type: 'string', maxLength: 80 }, path: { type: 'string', maxLength: 200 } },
    },
  },
};

type Container = Readonly<Record<string, unknown>>;

/** The pod of a workload: without root, without rights, with limits, and nothing writable but `/tmp` and its volumes. */
export function podSpec(container: Container, place: ObjectPlace, name: string): Record<string, unknown> {
  const storage = itemsOf(container.storage).map(fieldsOf);
  const memory = container.memory ?? '256Mi';
  return {
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: name.slice(0, 63),
        image: container.image,
        ...pick(container, ['command', 'args', 'env']),
        ...(container.port === undefined ? {} : { ports: [{ name: 'main', containerPort: container.port }] }),
        ...probesOf(container),
        resources: { requests: { cpu: container.cpu ?? '100m', memory }, limits: { memory } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'tmp', mountPath: '/tmp' },
          ...storage.map(({ path }, index) => ({ name: `data-${index}`, mountPath: path })),
        ],
      },
    ],
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '256Mi' } },
      ...storage.map(({ volume }, index) => {
        return { name: `data-${index}`, persistentVolumeClaim: { claimName: claimOf(place, volume) } };
      }),
    ],
  };
}

function pick(container: Container, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => container[key] !== undefined).map((key) => [key, container[key]]));
}

/** Asked over HTTP where the model knows a path, else whether the port is open; nothing where there is no port. */
function probesOf({ port, healthPath }: Container): Record<string, unknown> {
  if (port === undefined) {
    return {};
  }
  const how =
    typeof healthPath === 'string' && healthPath.startsWith('/')
      ? { httpGet: { path: healthPath, port: 'main' } }
      : { tcpSocket: { port: 'main' } };
  return {
    startupProbe: { ...how, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...how, periodSeconds: 5 },
    livenessProbe: { ...how, periodSeconds: 10, failureThreshold: 3 },
  };
}
