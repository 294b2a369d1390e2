import type { Files } from './input.ts';
import { application, CONTAINERS, indent, NAMESPACE, SERVICE } from './manifests.ts';

/** A change, what it does, and for a bad one the rule that has to stop it. */
export type CorpusRow = { name: string; files: Files; rule: string };

const POD_KINDS: Record<string, (pod: string) => string> = {
  Deployment: (pod) => controller('apps/v1', 'Deployment', pod),
  StatefulSet: (pod) => controller('apps/v1', 'StatefulSet', pod, 'serviceName: web\n'),
  Rollout: (pod) => controller('argoproj.io/v1alpha1', 'Rollout', pod),
  Job: (pod) => object('batch/v1', 'Job', `template:\n  spec:\n    restartPolicy: Never\n${indent(pod, 4)}`),
  CronJob: (pod) =>
    object(
      'batch/v1',
      'CronJob',
      `schedule: "0 3 * * *"\njobTemplate:\n  spec:\n    template:\n      spec:\n        restartPolicy: Never\n${indent(pod, 8)}`,
    ),
};

function object(apiVersion: string, kind: string, spec: string): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: web\nspec:\n${indent(spec, 2)}`;
}

function controller(apiVersion: string, kind: string, pod: string, more = ''): string {
  const template = `template:\n  metadata:\n    labels:\n      app: web\n  spec:\n${indent(pod, 4)}`;
  return object(apiVersion, kind, `${more}selector:\n  matchLabels:\n    app: web\n${template}`);
}

const PLAIN = CONTAINERS;
const change = (from: string | RegExp, to: string) => PLAIN.replace(from, to);
const secured = (fields: string) => `${PLAIN}    securityContext: ${fields}\n`;

/** One bad thing inside of a pod, and the rule that names it. */
const POD_FAULTS: [name: string, rule: string, pod: string][] = [
  ['privileged', 'no-privileged-pods', secured('{privileged: true}')],
  ['privileged by YAML 1.1', 'no-privileged-pods', secured('{privileged: yes}')],
  ['host network', 'no-privileged-pods', `${PLAIN}hostNetwork: true\n`],
  ['host processes', 'no-privileged-pods', `${PLAIN}hostPID: true\n`],
  ['host IPC', 'no-privileged-pods', `${PLAIN}hostIPC: true\n`],
  ['a folder of the host', 'no-privileged-pods', `${PLAIN}volumes:\n  - {name: root, hostPath: {path: /}}\n`],
  ['SYS_ADMIN', 'no-privileged-pods', secured('{capabilities: {add: [SYS_ADMIN]}}')],
  ['no seccomp', 'no-privileged-pods', secured('{seccompProfile: {type: Unconfined}}')],
  [
    'a privileged init container',
    'no-privileged-pods',
    `${PLAIN}initContainers:\n${indent(`${secured('{privileged: true}').slice('containers:\n'.length)}`, 0)}`,
  ],
  ['latest', 'pinned-images', change(':1.2.0', ':latest')],
  ['no tag', 'pinned-images', change(':1.2.0', '')],
  ['a port that looks like a tag', 'pinned-images', change(/image: .*/, 'image: registry.homelab.local:5000/web')],
  ['no resources', 'resource-limits', change(/ {4}resources:\n(?: {6}.*\n)+/, '')],
  ['no memory limit', 'resource-limits', change(/ {6}limits:\n {8}memory: .*\n/, '')],
  ['more than its limit', 'resource-limits', change('memory: 128Mi', 'memory: 512Mi')],
  ['a GPU without a limit', 'resource-limits', change('cpu: 100m', 'cpu: 100m\n        nvidia.com/gpu: 1')],
  ['a password', 'no-plain-secrets', `${PLAIN}    env:\n      - {name: DB_PASSWORD, value: hunter22}\n`],
  ['a token', 'no-plain-secrets', `${PLAIN}    args: ["--token=${['glpat', 'Ab12Cd34Ef56Gh78Ij90'].join('-')}"]\n`],
  [
    'a password in an address',
    'no-plain-secrets',
    `${PLAIN}    env:\n      - {name: URL, value: "amqp://app:hunter22@mq:5672"}\n`,
  ],
];

/** Faults that only a schema shows; there is none for custom kinds. */
const SHAPE_FAULTS: [name: string, rule: string, pod: string][] = [
  ['an invented field', 'valid-manifests', `${PLAIN}autoHeal: true\n`],
  ['a misspelt field', 'valid-manifests', change('resources:', 'resurces:')],
  ['a number as text', 'valid-manifests', `${PLAIN}terminationGracePeriodSeconds: "30"\n`],
  ['an impossible value', 'valid-manifests', `${PLAIN}dnsPolicy: Sometimes\n`],
  ['no quantity', 'valid-manifests', change('128Mi', '128MB')],
];

/** Ways to hide an object from someone who looks only at the first. */
const WRAPPERS: [name: string, wrap: (text: string) => string][] = [
  ['alone', (text) => text],
  ['in a List', (text) => `apiVersion: v1\nkind: List\nitems:\n  -\n${indent(text, 4)}`],
  [
    'in a List of a List',
    (text) =>
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: List\n    items:\n      -\n${indent(text, 8)}`,
  ],
  ['as the second document', (text) => `${SERVICE}---\n${text}`],
  ['after an empty document', (text) => `---\n---\n# nothing\n---\n${text}`],
];

const FORBIDDEN: [apiVersion: string, kind: string, rest: string][] = [
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]'],
  [
    'rbac.authorization.k8s.io/v1',
    'ClusterRoleBinding',
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}',
  ],
  [
    'rbac.authorization.k8s.io/v1',
    'RoleBinding',
    'roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}',
  ],
  ['rbac.authorization.k8s.io/v1', 'Role', 'rules: []'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'webhooks: []'],
  ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration', 'webhooks: []'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'spec: {}'],
  ['apiregistration.k8s.io/v1', 'APIService', 'spec: {}'],
  ['argoproj.io/v1alpha1', 'AppProject', 'spec: {}'],
  ['argoproj.io/v1alpha1', 'ApplicationSet', 'spec: {}'],
  ['apps/v1', 'DaemonSet', 'spec: {}'],
  ['v1', 'Pod', 'spec: {containers: [{name: a, image: "a:1"}]}'],
  ['v1', 'PersistentVolume', 'spec: {}'],
  ['v1', 'Node', 'spec: {}'],
  ['storage.k8s.io/v1', 'StorageClass', 'provisioner: x'],
  ['scheduling.k8s.io/v1', 'PriorityClass', 'value: 1000000'],
  ['kyverno.io/v2', 'PolicyException', 'spec: {}'],
  ['networking.k8s.io/v1', 'IngressClass', 'spec: {}'],
];

const NAMESPACES = ['kube-system', 'kube-public', 'argocd', 'default', 'gitlab', 'kyverno', 'longhorn-system'];

const APPLICATION_FAULTS: [name: string, text: string][] = [
  ['another project', application({ project: 'platform' })],
  ['the default project', application({ project: 'default' })],
  ['another repository', application({ url: 'https://github.com/evil/x.git' })],
  ['another branch', application({ revision: 'feature' })],
  ['another cluster', application({ cluster: 'server: https://10.1.2.3:6443' })],
  ['a closed namespace', application({ namespace: 'kube-system' })],
  ['a namespace for itself', application({}, { namespace: 'web' })],
  ['the folder of all', application({ path: 'argocd/applications' })],
  ['a folder elsewhere', application({ path: 'infrastructure' })],
  ['a chart', application({ source: 'chart: x' })],
  ['Kustomize', application({ source: 'kustomize: {}' })],
  ['a plugin', application({ source: 'plugin: {}' })],
  ['a sync of its own', `${application()}operation: {sync: {}}\n`],
];

const PATHS = [
  '.gitlab-ci.yml',
  '.github/workflows/a.yml',
  'argocd/projects/a.yaml',
  'argocd/bootstrap/a.yaml',
  'infrastructure/a.yaml',
  'apps/web/kustomization.yaml',
  'apps/web/Chart.yaml',
  'apps/../a.yaml',
  'apps/.git/a.yaml',
  'Apps/web/a.yaml',
];

const FILE = 'apps/web/manifests.yaml';

/** Changes that must be stopped, each by at least the rule that it names. */
export function badCorpus(): CorpusRow[] {
  const rows: CorpusRow[] = [];
  const wrapped = (name: string, rule: string, text: string) => {
    for (const [how, wrap] of WRAPPERS) {
      rows.push({ name: `${name}, ${how}`, rule, files: { [FILE]: wrap(text) } });
    }
  };
  for (const [kind, build] of Object.entries(POD_KINDS)) {
    for (const [name, rule, pod] of [...POD_FAULTS, ...(kind === 'Rollout' ? [] : SHAPE_FAULTS)]) {
      wrapped(`${kind} with ${name}`, rule, build(pod));
    }
  }
  for (const [apiVersion, kind, rest] of FORBIDDEN) {
    wrapped(
      kind,
      'landing-zone',
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: web\n${rest}\n`,
    );
  }
  for (const namespace of NAMESPACES) {
    wrapped(`the namespace ${namespace}`, 'landing-zone', SERVICE.replace('namespace: web', `namespace: ${namespace}`));
    wrapped(`${namespace} itself`, 'landing-zone', NAMESPACE.replace('name: web', `name: ${namespace}`));
  }
  for (const [name, text] of APPLICATION_FAULTS) {
    wrapped(`an Application with ${name}`, 'landing-zone', text);
  }
  rows.push(...PATHS.map((path) => ({ name: `the path ${path}`, rule: 'landing-zone', files: { [path]: SERVICE } })));
  return rows;
}

/** Things that people write and that are as they should be. */
const POD_VIRTUES: [name: string, pod: string][] = [
  ['nothing more', PLAIN],
  ['a digest', change(/image: .*/, `image: web@sha256:${'ab12'.repeat(16)}`)],
  ['a registry with a port', change(/image: .*/, 'image: registry.homelab.local:5000/team/web:1.2.0')],
  ['a GPU', change('memory: 256Mi', 'memory: 256Mi\n        nvidia.com/gpu: 1')],
  [
    'limits alone',
    change(/ {6}requests:\n(?: {8}.*\n)+/, '').replace('memory: 256Mi', 'cpu: 1\n        memory: 256Mi'),
  ],
  [
    'a strict security context',
    secured(
      '{runAsNonRoot: true, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}',
    ),
  ],
  ['a port below 1024', secured('{capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')],
  [
    'probes',
    `${PLAIN}    readinessProbe: {httpGet: {path: /healthz, port: 8080}}\n    livenessProbe: {tcpSocket: {port: 8080}}\n`,
  ],
  [
    'a password from a Secret',
    `${PLAIN}    env:\n      - name: DB_PASSWORD\n        valueFrom: {secretKeyRef: {name: web-db, key: password}}\n      - {name: DB_URL, value: "postgres://app:$(DB_PASSWORD)@db:5432/app"}\n`,
  ],
  [
    'environment',
    `${PLAIN}    env:\n      - {name: LOG_LEVEL, value: debug}\n      - {name: TOKEN_TTL, value: 3600s}\n      - {name: FEATURE, value: "yes"}\n`,
  ],
  [
    'volumes',
    `${PLAIN}    volumeMounts:\n      - {name: data, mountPath: /data}\n      - {name: tmp, mountPath: /tmp}\nvolumes:\n  - {name: data, persistentVolumeClaim: {claimName: web}}\n  - {name: tmp, emptyDir: {}}\n`,
  ],
  [
    'a sidecar',
    `${PLAIN}initContainers:\n  - name: proxy\n    image: envoy:1.31\n    restartPolicy: Always\n    resources: {requests: {cpu: 10m, memory: 32Mi}, limits: {memory: 64Mi}}\n`,
  ],
  [
    'placement',
    `${PLAIN}nodeSelector: {kubernetes.io/arch: amd64}\ntolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]\nruntimeClassName: nvidia\n`,
  ],
  [
    'spreading',
    `${PLAIN}topologySpreadConstraints:\n  - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}\n`,
  ],
];

const GOOD_OBJECTS: [name: string, text: string][] = [
  ['a namespace', NAMESPACE],
  ['a service', SERVICE],
  ['an application', application()],
  [
    'settings',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: web}\ndata:\n  app.ini: |\n    [server]\n    port = 8080\n    token_ttl = 3600\n',
  ],
  [
    'a claim',
    object('v1', 'PersistentVolumeClaim', 'accessModes: [ReadWriteOnce]\nresources: {requests: {storage: 1Gi}}\n'),
  ],
  [
    'an ingress',
    object(
      'networking.k8s.io/v1',
      'Ingress',
      'ingressClassName: traefik\nrules: [{host: web.homelab.local, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]\n',
    ),
  ],
  [
    'default deny',
    object('networking.k8s.io/v1', 'NetworkPolicy', 'podSelector: {}\npolicyTypes: [Ingress, Egress]\n'),
  ],
  ['a budget', object('policy/v1', 'PodDisruptionBudget', 'maxUnavailable: 1\nselector: {matchLabels: {app: web}}\n')],
  [
    'an autoscaler',
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      'maxReplicas: 3\nscaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nmetrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]\n',
    ),
  ],
  [
    'a service account',
    'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: web}\nautomountServiceAccountToken: false\n',
  ],
];

/** Changes that must pass. */
export function goodCorpus(): CorpusRow[] {
  const rows: CorpusRow[] = [];
  for (const [how, wrap] of WRAPPERS.filter(([name]) => name !== 'as the second document')) {
    for (const [kind, build] of Object.entries(POD_KINDS)) {
      for (const [name, pod] of POD_VIRTUES) {
        rows.push({ name: `${kind} with ${name}, ${how}`, rule: '', files: { [FILE]: wrap(build(pod)) } });
      }
    }
    for (const [name, text] of GOOD_OBJECTS) {
      rows.push({ name: `${name}, ${how}`, rule: '', files: { [FILE]: wrap(text) } });
    }
  }
  return rows;
}
