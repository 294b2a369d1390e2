import { createSandboxClock, type SandboxClock } from '../../clock.ts';
import { createFaultSwitches, type FaultSwitches } from '../../faults.ts';
import { type Kubernetes, type KubernetesOptions, startKubernetes } from '../index.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import { resourceType } from '../resources.ts';
import { createObjectStore, type ObjectStore } from '../store.ts';

export const ADMIN = 'admin-token';
export const NOBODY = 'nobody-token';

/** A running API server with everything behind it at hand. */
export type KubernetesRig = Kubernetes & {
  store: ObjectStore;
  clock: SandboxClock;
  faults: FaultSwitches;
  /** A request as the administrator, or with another token; null sends none. */
  call(path: string, options?: CallOptions): Promise<Response>;
  /** The same, for its JSON. */
  json<Body = KubeAnswer>(path: string, options?: CallOptions): Promise<Body>;
};

export type CallOptions = {
  method?: string;
  token?: string | null;
  headers?: Record<string, string>;
  /** Sent as JSON, text as it is. */
  body?: unknown;
  signal?: AbortSignal;
};

/** What any JSON answer may hold; a test names what it looks at. */
export type KubeAnswer = KubeObject & {
  message?: string;
  reason?: string;
  code?: number;
  details?: { name?: string; kind?: string; group?: string; causes?: { field?: string; reason?: string }[] };
  metadata: { continue?: string; remainingItemCount?: number; resourceVersion?: string };
  items: KubeObject[];
};

export async function startRig(options: Partial<KubernetesOptions> = {}): Promise<KubernetesRig> {
  const clock = options.clock ?? createSandboxClock();
  const store = options.store ?? createObjectStore(clock);
  const faults = options.faults ?? createFaultSwitches();
  const kubernetes = await startKubernetes({
    port: 0,
    users: [
      { token: ADMIN, name: 'admin', groups: ['system:masters'] },
      { token: NOBODY, name: 'nobody', groups: [] },
    ],
    ...options,
    clock,
    store,
    faults,
  });
  const call: KubernetesRig['call'] = (path, { method = 'GET', token = ADMIN, headers = {}, body, signal } = {}) =>
    fetch(`${kubernetes.url}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    ...kubernetes,
    store,
    clock,
    faults,
    call,
    json: async (path, callOptions) => (await call(path, callOptions)).json(),
    close: async () => {
      await kubernetes.close();
      clock.stop();
    },
  };
}

export const CONFIG_MAP: ResourceType = resourceType('ConfigMap');
export const POD: ResourceType = resourceType('Pod');
export const APPLICATION: ResourceType = resourceType('Application');

export function configMap(name: string, value = 'v', labels?: Record<string, string>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', ...(labels === undefined ? {} : { labels }) },
    data: { value },
  };
}

export function pod(name: string, nodeName?: string, phase = 'Running'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { ...(nodeName === undefined ? {} : { nodeName }), containers: [{ name: 'main', image: 'nginx:1.29' }] },
    status: { phase },
  };
}

export function application(name: string, sync = 'Synced', health = 'Healthy'): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'default' },
    spec: { project: 'default' },
    status: { sync: { status: sync }, health: { status: health } },
  };
}
