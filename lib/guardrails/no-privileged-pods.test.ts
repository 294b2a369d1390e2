import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from './testing/input.ts';
import { application, CONTAINERS, deployment, NAMESPACE, SERVICE } from './testing/manifests.ts';

const FILE = 'apps/web/deployment.yaml';
const run = (text: string, file = FILE) => runRule('no-privileged-pods', inputOf({ [file]: text }));
const secured = (securityContext: string) => `${CONTAINERS}    securityContext: ${securityContext}\n`;
const inPod = (fields: string) => `${CONTAINERS}${fields}\n`;

describe('fail', () => {
  it.each([
    ['privileged', secured('{privileged: true}')],
    ['privileged, as YAML 1.1 has it', secured('{privileged: yes}')],
    ['privileged as text', secured('{privileged: "true"}')],
    ['hostNetwork', inPod('hostNetwork: true')],
    ['hostPID', inPod('hostPID: true')],
    ['hostIPC', inPod('hostIPC: on')],
    ['hostPath', inPod('volumes:\n  - {name: a, hostPath: {path: /}}')],
    ['a capability beyond baseline', secured('{capabilities: {drop: [ALL], add: [NET_BIND_SERVICE, SYS_ADMIN]}}')],
    ['all capabilities', secured('{capabilities: {add: [ALL]}}')],
    ['raw sockets', secured('{capabilities: {add: [NET_RAW]}}')],
    ['a capability that is no list', secured('{capabilities: {add: SYS_ADMIN}}')],
    ['a port of the node', `${CONTAINERS}    ports:\n      - {containerPort: 80, hostPort: 80}\n`],
    ['seccomp Unconfined', secured('{seccompProfile: {type: Unconfined}}')],
    ['seccomp Unconfined for the pod', inPod('securityContext: {seccompProfile: {type: Unconfined}}')],
    ['AppArmor Unconfined', secured('{appArmorProfile: {type: Unconfined}}')],
    ['procMount', secured('{procMount: Unmasked}')],
    ['SELinux options', inPod('securityContext: {seLinuxOptions: {type: spc_t}}')],
    ['a process of the host', inPod('securityContext: {windowsOptions: {hostProcess: true}}')],
    ['an unsafe sysctl', inPod('securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}')],
    ['an init container', inPod('initContainers:\n  - {name: a, securityContext: {privileged: true}}')],
    ['an ephemeral container', inPod('ephemeralContainers:\n  - {name: a, securityContext: {privileged: true}}')],
    ['an alias', `${secured('&s {privileged: true}')}initContainers:\n  - {name: a, securityContext: *s}\n`],
  ])('%s', (_, pod) => {
    const result = run(deployment(pod));
    expect(result.verdict).toBe('fail');
    expect(result.findings[0]?.object).toBe('Deployment web/web');
    expect(result.findings[0]?.line).toBeGreaterThan(14);
    expect(result.findings[0]?.fix).toBeTruthy();
  });

  it.each([
    ['a DaemonSet', deployment(inPod('hostNetwork: true')).replace('Deployment', 'DaemonSet')],
    [
      'a CronJob',
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a, namespace: web}\nspec: {jobTemplate: {spec: {template: {spec: {hostPID: true, containers: [{name: a}]}}}}}\n',
    ],
    [
      'a List',
      'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: a, namespace: web}\n    spec: {containers: [{name: a, securityContext: {privileged: true}}]}\n',
    ],
    [
      'a kind that nobody listed',
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a, namespace: web}\nspec: {pod: {hostNetwork: true}}\n',
    ],
    [
      'a volume that a claim can bind to',
      'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: a}\nspec: {hostPath: {path: /}}\n',
    ],
    ['a namespace that lets them in', NAMESPACE.replace('restricted', 'privileged')],
    ['the second document', `${SERVICE}---\n${deployment(inPod('hostPID: true'))}`],
  ])('in %s', (_, text) => {
    expect(run(text).verdict).toBe('fail');
  });

  it.each([
    ['a patch of Kustomize', 'kustomize:\n  patches:\n    - patch: "{spec: {template: {spec: {hostNetwork: true}}}}"'],
    ['values in text', 'helm:\n  values: |\n    securityContext: {privileged: true}'],
    ['values as an object', 'helm:\n  valuesObject: {hostNetwork: true}'],
  ])('in an Application: %s', (_, source) => {
    expect(run(application({ source }), 'argocd/applications/web.yaml').verdict).toBe('fail');
  });

  it('in labels that an Application puts on its namespace', () => {
    const text = `${application()}  syncPolicy:\n    managedNamespaceMetadata:\n      labels: {pod-security.kubernetes.io/enforce: privileged}\n`;
    expect(findingLines(run(text, 'argocd/applications/web.yaml')).join()).toContain(
      'the namespace web would let privileged pods in',
    );
  });

  it('in settings of charts', () => {
    expect(run('controller:\n  hostNetwork: true\n', 'apps/web/values.yaml').verdict).toBe('fail');
    expect(run('volumes:\n  hostPath: /data\n', 'apps/web/values.yaml').verdict).toBe('fail');
  });
});

describe('where privileged pods are allowed', () => {
  const privileged = deployment(secured('{privileged: true}'), 'NS');
  const noNamespace = privileged.replace('  namespace: NS\n', '');
  const app = (namespace: string) => ({ 'argocd/applications/web.yaml': application({ namespace }) });

  it.each([
    ['the object names the namespace', { [FILE]: privileged.replace('NS', 'gpu-workloads') }, 'pass'],
    ['a namespace by its beginning', { [FILE]: privileged.replace('NS', 'longhorn-system') }, 'pass'],
    ['another that only begins alike', { [FILE]: privileged.replace('NS', 'gpu-workloads-2') }, 'fail'],
    ['the Application delivers there', { [FILE]: noNamespace, ...app('gpu-workloads') }, 'pass'],
    ['the Application delivers elsewhere', { [FILE]: noNamespace, ...app('shop') }, 'fail'],
    [
      'the object disagrees with the Application',
      { [FILE]: privileged.replace('NS', 'shop'), ...app('gpu-workloads') },
      'fail',
    ],
    ['the folder is called so', { 'apps/gpu-workloads/a.yaml': noNamespace }, 'pass'],
    ['nothing says where', { 'argocd/applications/a.yaml': noNamespace }, 'fail'],
  ])('%s', (_, files, verdict) => {
    expect(runRule('no-privileged-pods', inputOf(files)).verdict).toBe(verdict);
  });

  it('knows the Applications that the repository has already', () => {
    const repository = { paths: new Set<string>(), destinations: new Map([['apps/web', ['gpu-workloads']]]) };
    expect(runRule('no-privileged-pods', inputOf({ [FILE]: noNamespace }, {}, { repository })).verdict).toBe('pass');
  });
});

describe('pass, not applicable, not evaluated', () => {
  it.each([
    ['an ordinary pod', deployment(), 'pass'],
    [
      'switches that are off',
      deployment(
        `${secured('{privileged: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')}hostNetwork: false\nhostPID: null\n`,
      ),
      'pass',
    ],
    [
      'safe sysctls and profiles',
      deployment(
        inPod(
          'securityContext: {seccompProfile: {type: RuntimeDefault}, sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}',
        ),
      ),
      'pass',
    ],
    ['no pods', SERVICE, 'not-applicable'],
    [
      'a policy about them',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec: {rules: [{validate: {pattern: {spec: {containers: [{securityContext: {privileged: "false"}}]}}}}]}\n',
      'not-applicable',
    ],
    ['YAML that cannot be read', 'a: [', 'not-evaluated'],
  ])('%s', (_, text, verdict) => {
    expect(run(text).verdict).toBe(verdict);
  });
});
