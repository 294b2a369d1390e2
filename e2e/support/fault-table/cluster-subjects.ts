import { ARC_TYPES } from '../../../sandbox/controllers/operators/arc/types.ts';
import { generatedNode } from '../../../sandbox/generate/workload-objects.ts';
import type { KubeObject, ResourceType } from '../../../sandbox/kubernetes/object.ts';
import { resourceType } from '../../../sandbox/kubernetes/resources.ts';
import { ANSWER_FAULTS, WATCH_FAULTS } from './faults.ts';
import { PAGE_SAYS, type ReadView, type Subject } from './subject.ts';
import type { World } from './world.ts';

const NAMESPACE = 'fault-table';
const ARGOCD = 'argocd';
const SETTINGS = { namespace: ARGOCD, name: 'argocd-cm' };
const HEALTHS = ['Healthy', 'Degraded', 'Progressing'];
/** Every eighth generated node has a card, and the first of these numbers is free. */
const nodeNumber = (index: number) => 8 * (index + 100) + 1;

type Kind = {
  type: ResourceType;
  standsOn?: string;
  /** An object that is there, as it is in this round. */
  make(index: number, round: number): KubeObject;
  truth?(objects: KubeObject[]): string[];
  told?(read: ReadView): Promise<string[]>;
};

const type = (kind: string) => ARC_TYPES.find((each) => each.kind === kind) ?? resourceType(kind);
const named = (name: string, namespace = NAMESPACE) => ({ name, namespace });
const namesOf = (objects: KubeObject[]) => objects.map(({ metadata }) => metadata.name);

const APPLICATIONS: Kind = {
  type: type('Application'),
  make: (index, round) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: named(`table-${index}`, ARGOCD),
    spec: { project: 'default', source: { repoURL: 'https://gitlab.homelab.local/x.git', path: 'x' }, destination: {} },
    status: { health: { status: HEALTHS[round % HEALTHS.length] }, sync: { status: 'Synced' } },
  }),
  truth: (objects) =>
    objects
      .filter(({ metadata }) => metadata.name.startsWith('table-'))
      .map(({ metadata, status }) => `${metadata.name} ${(status as { health: { status: string } }).health.status}`),
  async told(read) {
    const { rows } = (await read('applications', { search: 'table-' })) as { rows: { name: string; health: string }[] };
    return rows.map(({ name, health }) => `${name} ${health}`);
  },
};

const NODES: Kind = {
  type: type('Node'),
  // Who holds the slices of a machine is said by pods: without them none of it is shown.
  standsOn: 'homelab/pods',
  make(index, round) {
    const node = generatedNode(nodeNumber(index), '2026-11-20T00:00:00Z');
    const labels = { ...node.metadata.labels, 'fault-table/round': String(round) };
    return { ...node, metadata: { ...node.metadata, labels } };
  },
  truth: (objects) => namesOf(objects).filter((name) => name.startsWith('gpu-')),
  async told(read) {
    const { nodes } = (await read('gpu-machines')) as { nodes: { name: string }[] };
    return nodes.map(({ name }) => name);
  },
};

const PODS: Kind = {
  type: type('Pod'),
  make: (index, round) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: named(`waits-${index}`),
    spec: { containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': String(60 + round) } } }] },
    status: { phase: 'Pending' },
  }),
  truth: (objects) => [`${namesOf(objects).filter((name) => name.startsWith('waits-')).length} wait`],
  async told(read) {
    const { waiting } = (await read('gpu')) as { waiting: { total: number } | null };
    return [`${waiting?.total} wait`];
  },
};

const RUNNER_SETS: Kind = {
  type: type('AutoscalingRunnerSet'),
  make: (index, round) => ({
    apiVersion: 'actions.github.com/v1alpha1',
    kind: 'AutoscalingRunnerSet',
    metadata: named(`set-${index}`),
    spec: { githubConfigUrl: 'https://github.com/homelab-platform', minRunners: 0, maxRunners: round + 1 },
  }),
  truth: (objects) => namesOf(objects),
  async told(read) {
    const { rows } = (await read('runners')) as { rows: { name: string }[] };
    return rows.map(({ name }) => name).filter((name) => name.startsWith('set-'));
  },
};

const plain = (kind: string, apiVersion: string, spec: (index: number, round: number) => Record<string, unknown>) => ({
  type: type(kind),
  make: (index: number, round: number): KubeObject => ({
    apiVersion,
    kind,
    metadata: named(`table-${index}`, kind === 'AppProject' ? ARGOCD : NAMESPACE),
    spec: spec(index, round),
  }),
});

const KINDS: Kind[] = [
  APPLICATIONS,
  plain('AppProject', 'argoproj.io/v1alpha1', (_, round) => ({ description: `of round ${round}` })),
  NODES,
  PODS,
  plain('Deployment', 'apps/v1', (_, round) => ({ replicas: round, selector: {}, template: {} })),
  RUNNER_SETS,
  plain('AutoscalingListener', 'actions.github.com/v1alpha1', (index) => ({
    autoscalingRunnerSetNamespace: NAMESPACE,
    autoscalingRunnerSetName: `set-${index}`,
  })),
  plain('EphemeralRunner', 'actions.github.com/v1alpha1', () => ({ githubConfigUrl: 'https://github.com/x' })),
];

const counted = (count: number) => `${count} ${count === 1 ? 'object' : 'objects'}`;

function subjectOf({ type: resource, make, truth, told, standsOn }: Kind): Subject {
  const { plural } = resource;
  const objects = ({ sandbox }: World) => sandbox.store.list(resource);
  return {
    title: plural,
    server: 'kubernetes',
    path: `/${plural}`,
    faults: [...ANSWER_FAULTS, ...WATCH_FAULTS],
    connection: `homelab/${plural}`,
    ...(standsOn === undefined ? {} : { standsOn }),
    // Two are added and one is removed, so that their number is another one each time.
    change({ sandbox: { store } }, round) {
      for (const index of [2 * round + 1, 2 * round + 2]) {
        store.create(resource, make(index, round));
      }
      const removed = make(2 * round - 1, round).metadata;
      const kept = make(2, round);
      if (round === 0) {
        return;
      }
      store.delete(resource, removed.namespace ?? '', removed.name);
      store.update(resource, kept);
    },
    holds: (world) => counted(objects(world).length),
    truth: (world) => truth?.(objects(world)).toSorted() ?? [],
    told: async (read) => (await told?.(read))?.toSorted() ?? [],
  };
}

/** Whether the waves wait is said by one ConfigMap. */
const HEALTH_CHECK = 'hs = {}\nhs.status = obj.status.health.status\nreturn hs';
const SETTINGS_SUBJECT: Subject = {
  title: 'argocd-cm',
  server: 'kubernetes',
  path: '/configmaps',
  faults: [...ANSWER_FAULTS, ...WATCH_FAULTS],
  connection: 'homelab/configmaps/argocd/argocd-cm',
  change({ sandbox: { store } }, round) {
    const data = round % 2 === 0 ? {} : { 'resource.customizations.health.argoproj.io_Application': HEALTH_CHECK };
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: SETTINGS, data };
    const isThere = store.get(type('ConfigMap'), SETTINGS.namespace, SETTINGS.name) !== undefined;
    store[isThere ? 'update' : 'create'](type('ConfigMap'), object);
  },
  holds: () => '1 object',
  truth({ sandbox: { store } }) {
    const data = store.get(type('ConfigMap'), SETTINGS.namespace, SETTINGS.name)?.data ?? {};
    return [Object.keys(data).length > 0 ? 'they wait' : 'they do not wait'];
  },
  async told(read) {
    const { ladder } = (await read('waves')) as { ladder: { gating: { verdict: string } | null } | null };
    if (ladder === null) {
      return [`${PAGE_SAYS} that no application is known`];
    }
    return [ladder.gating?.verdict === 'waits' ? 'they wait' : 'they do not wait'];
  },
};

export const CLUSTER_SUBJECTS: readonly Subject[] = [...KINDS.map(subjectOf), SETTINGS_SUBJECT];
