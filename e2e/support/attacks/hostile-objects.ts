import type { KubeObject } from '../../../sandbox/kubernetes/object.ts';
import { resourceType } from '../../../sandbox/kubernetes/resources.ts';
import type { ObjectStore } from '../../../sandbox/kubernetes/store.ts';

const NAMESPACE = 'hostile';
const AT = '2026-11-21T09:00:00Z';

/** A text for a field, which says which field it stands in. */
export type TextFor = (field: string) => string;

/** Where each field is written; the page that shows it must show its name. */
export const APPLICATION_FIELDS = [
  'condition',
  'condition-type',
  'chart',
  'destination',
  'history',
  'message',
  'path',
  'pod-message',
  'pod-node',
  'pod-reason',
  'project',
  'repository',
  'resource-kind',
  'resource-message',
  'resource-name',
  'revision',
  'target',
] as const;

/** An Application whose every text is hostile, and a pod of it that cannot start. Other systems may write them so. */
export function plantApplication(store: ObjectStore, name: string, text: TextFor, links: readonly string[]): void {
  store.create(resourceType('Application'), application(name, text, links));
  store.create(resourceType('Pod'), pod(name, text));
}

function application(name: string, text: TextFor, links: readonly string[]): KubeObject {
  const [link = '', ...others] = links;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: NAMESPACE,
      annotations: {
        'argocd.argoproj.io/tracking-id': `${link}_${link}:argoproj.io/Application:${NAMESPACE}/${name}`,
        'link.argocd.argoproj.io/external-link': link,
        'kubectl.kubernetes.io/last-applied-configuration': text('last-applied'),
      },
      labels: { 'app.kubernetes.io/instance': text('label') },
    },
    spec: {
      project: text('project'),
      destination: { server: link, namespace: text('destination') },
      sources: [
        { repoURL: text('repository'), targetRevision: text('target'), path: text('path') },
        { repoURL: text('repository'), targetRevision: text('target'), chart: text('chart') },
        ...others.map((each) => ({ repoURL: each, targetRevision: each, path: each })),
        { repoURL: 'https://gitlab.homelab.local/platform/gitops-platform.git', targetRevision: link, path: link },
      ],
    },
    status: {
      health: { status: 'Degraded', message: text('message'), lastTransitionTime: AT },
      sync: { status: 'OutOfSync', revisions: [text('revision')] },
      conditions: [{ type: text('condition-type'), message: text('condition'), lastTransitionTime: AT }],
      operationState: { phase: 'Failed', message: text('message'), startedAt: AT, finishedAt: AT },
      summary: { images: [text('image')], externalURLs: [...links] },
      history: [{ id: 1, revisions: [text('history')], deployedAt: AT }],
      resources: [
        resource('apps', text('resource-kind'), text('resource-name'), text('resource-message')),
        resource('', 'Pod', `${name}-0`, text('resource-message')),
      ],
    },
  };
}

const resource = (group: string, kind: string, name: string, message: string) => {
  return {
    group,
    version: 'v1',
    kind,
    namespace: NAMESPACE,
    name,
    status: 'OutOfSync',
    health: { status: 'Degraded', message },
  };
};

function pod(name: string, text: TextFor): KubeObject {
  const env = [{ name: 'PASSWORD', value: text('pod-env') }];
  const waiting = { reason: text('pod-reason'), message: text('pod-message') };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-0`, namespace: NAMESPACE, annotations: { note: text('pod-annotation') } },
    spec: {
      nodeName: text('pod-node'),
      containers: [{ name: 'web', image: text('pod-image'), env, args: [text('pod-argument')] }],
    },
    status: { phase: 'Pending', containerStatuses: [{ name: 'web', restartCount: 3, state: { waiting } }] },
  };
}

/** A node whose name and product are hostile. */
export function plantNode(store: ObjectStore, name: string, product: string): void {
  const amounts = { cpu: '8', memory: '16Gi', pods: '110', 'nvidia.com/gpu': '4' };
  store.create(resourceType('Node'), {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'nvidia.com/gpu.product': product } },
    spec: {},
    status: { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True' }] },
  });
}
