import { describe, expect, it } from 'vitest';
import { withHealthCheck } from '#lib/domain/wave/health-check.ts';
import { type Files, findingLines, inputOf, LANDING, runRule } from './testing/input.ts';
import { application, deployment, NAMESPACE, SERVICE } from './testing/manifests.ts';

const run = (files: Files, before: Files = {}) => runRule('landing-zone', inputOf(files, before));
const APP = 'argocd/applications/web.yaml';
const object = (apiVersion: string, kind: string, rest = '', namespace = 'web') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: ${namespace}\n${rest}`;

describe('pass', () => {
  it.each<[string, Files, Files?]>([
    [
      'an application with its objects',
      { [APP]: application(), 'apps/web/a.yaml': `${NAMESPACE}---\n${SERVICE}---\n${deployment()}` },
    ],
    [
      'an object without a namespace that its Application delivers',
      { [APP]: application(), 'apps/web/a.yaml': SERVICE.replace('  namespace: web\n', '') },
    ],
    [
      'a repository without .git',
      { [APP]: application({ url: 'https://gitlab.homelab.local/platform/gitops-platform/' }) },
    ],
    ['a cluster by its name', { [APP]: application({ cluster: 'name: in-cluster' }) }],
    ['a change of an application', { [APP]: application() }, { [APP]: application({}, { wave: '3' }) }],
    ['a removal', { 'apps/web/a.yaml': null }, { 'apps/web/a.yaml': SERVICE }],
    ['prose', { 'apps/web/README.md': '# Web\n' }],
    [
      'objects outside of the zone that stay as they are',
      { 'apps/web/a.yaml': `${object('rbac.authorization.k8s.io/v1', 'ClusterRole')}---\n${SERVICE}` },
      { 'apps/web/a.yaml': object('rbac.authorization.k8s.io/v1', 'ClusterRole') },
    ],
  ])('%s', (_, files, before) => {
    expect(findingLines(run(files, before))).toEqual([]);
    expect(run(files, before).verdict).toBe('pass');
  });
});

describe('the health check that the portal offers to add to argocd-cm', () => {
  const PATH = 'infrastructure/bootstrap/argocd-cm.yaml';
  const before = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: argocd-cm\n  namespace: argocd\ndata:\n  a: b\n';
  const after = withHealthCheck(before) ?? '';

  it('may land there, and nothing beside it', () => {
    expect(run({ [PATH]: after }, { [PATH]: before }).verdict).toBe('pass');
    for (const [path, text] of [
      [PATH, after.replace('a: b', 'a: c')],
      [PATH, `${after}  users.anonymous.enabled: "true"\n`],
      [PATH, after.replace('"Progressing"', '"Healthy"')],
      [PATH, null],
      ['.hidden/argocd-cm.yaml', after],
      ['infrastructure/../argocd-cm.yaml', after],
    ] as const) {
      expect(run({ [path]: text }, { [path]: before }).verdict, `${path}\n${text}`).toBe('fail');
    }
    expect(run({ [PATH]: after }).verdict, 'a new file').toBe('fail');
    expect(run({ [PATH]: before }, { [PATH]: after }).verdict, 'taking it away').toBe('fail');
    const other = 'infrastructure/namespaces/x.yaml';
    expect(run({ [PATH]: after, [other]: SERVICE }, { [PATH]: before }).verdict, 'with another file').toBe('fail');
  });
});

describe('paths', () => {
  it.each([
    ['.gitlab-ci.yml', 'it decides what the pipeline runs'],
    ['.GitLab-CI.yml', 'it decides what the pipeline runs'],
    ['.github/workflows/x.yml', 'it steers the forge'],
    ['apps/web/.gitattributes', 'it steers git'],
    ['CODEOWNERS', 'who must approve'],
    ['docs/CODEOWNERS', 'who must approve'],
    ['argocd/projects/apps-project.yaml', 'what applications may do'],
    ['argocd/bootstrap/root-app.yaml', 'root of the platform'],
    ['apps/web/.argocd-source.yaml', 'how Argo CD reads'],
    ['apps/web/.argocd-source-web.yaml', 'how Argo CD reads'],
    ['apps/web/kustomization.yaml', 'render the folder'],
    ['apps/web/Kustomization', 'render the folder'],
    ['apps/web/Chart.yaml', 'render the folder'],
    ['apps/web/main.jsonnet', 'render the folder'],
    ['argocd/applications/deeper/x.yaml', 'outside of the landing zone'],
    ['infrastructure/x.yaml', 'outside of the landing zone'],
    ['Apps/web/x.yaml', 'outside of the landing zone'],
    ['apps/../argocd/projects/x.yaml', 'may not hold ".."'],
    ['/etc/passwd', 'empty part'],
    ['apps//x.yaml', 'empty part'],
    ['apps/web/', 'empty part'],
    ['apps/.git/config', 'may not enter ".git"'],
    ['apps/.GIT/config', 'may not enter ".git"'],
    ['apps\\web\\x.yaml', 'may only hold'],
    ['apps/web/x\u0000.yaml', 'may only hold'],
    ['apps/%2e%2e/x.yaml', 'may only hold'],
    ['apps/аpp/x.yaml', 'may only hold'],
    ['apps/web/x y.yaml', 'may only hold'],
    [`apps/${'x'.repeat(300)}.yaml`, 'longer than'],
    ['', 'the path is empty'],
  ])('%j is refused', (path, message) => {
    const result = run({ [path]: SERVICE });
    expect(result.verdict).toBe('fail');
    expect(findingLines(result)[0]).toContain(message);
    expect(run({ [path]: null }, { [path]: SERVICE }).verdict, 'removing it').toBe('fail');
  });

  it('refuses a twin of a file in other case', () => {
    const result = run({ 'apps/web/Service.yaml': SERVICE }, { 'apps/web/service.yaml': SERVICE });
    expect(findingLines(result)[0]).toContain('already a file apps/web/service.yaml');
  });
});

describe('kinds', () => {
  it.each([
    ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
    ['apiregistration.k8s.io/v1', 'APIService'],
    ['argoproj.io/v1alpha1', 'AppProject'],
    ['argoproj.io/v1alpha1', 'ApplicationSet'],
    ['apps/v1', 'DaemonSet'],
    ['v1', 'Secret'],
    ['v1', 'Pod'],
    ['v1', 'PersistentVolume'],
    ['v1', 'Node'],
    ['kyverno.io/v2', 'PolicyException'],
    ['serving.knative.dev/v1', 'Service'],
    ['v1', 'Sеrvice'],
  ])('%s %s is refused', (apiVersion, kind) => {
    for (const text of [
      object(apiVersion, kind),
      `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a, namespace: web}}\n`,
      `${SERVICE}---\n${object(apiVersion, kind)}`,
    ]) {
      const result = run({ 'apps/web/a.yaml': text });
      expect(findingLines(result).join()).toContain('is not allowed in this landing zone');
    }
    expect(
      run({ 'apps/web/a.yaml': null }, { 'apps/web/a.yaml': object(apiVersion, kind) }).verdict,
      'removing it',
    ).toBe('fail');
  });

  it.each([
    [['*'], 'v1', 'Pod', 'pass'],
    [['*'], 'rbac.authorization.k8s.io/v1', 'ClusterRole', 'fail'],
    [['*.cert-manager.io'], 'cert-manager.io/v1', 'Issuer', 'pass'],
    [['*.cert-manager.io'], 'cert-manager.io/v1', 'ClusterIssuer', 'fail'],
    [['ClusterIssuer.cert-manager.io'], 'cert-manager.io/v1', 'ClusterIssuer', 'pass'],
    [['*.io'], 'cert-manager.io/v1', 'Issuer', 'fail'],
    [[], 'v1', 'Service', 'fail'],
  ] as const)('a zone with %j and %s %s: %s', (kinds, apiVersion, kind, verdict) => {
    const input = inputOf(
      { 'apps/web/a.yaml': object(apiVersion, kind) },
      {},
      { landing: { ...LANDING, kinds: [...kinds] } },
    );
    expect(runRule('landing-zone', input).verdict).toBe(verdict);
  });

  it('refuses to claim an object for another application', () => {
    const text = SERVICE.replace(
      '  name: web',
      '  name: web\n  annotations:\n    argocd.argoproj.io/tracking-id: gitlab:v1/Service:web/web',
    );
    expect(findingLines(run({ 'apps/web/a.yaml': text }))[0]).toContain('claims an object for another application');
  });
});

describe('namespaces', () => {
  it.each([
    ['kube-system', 'outside of this landing zone'],
    ['argocd', 'outside of this landing zone'],
    ['default', 'outside of this landing zone'],
  ])('%s is closed', (namespace, message) => {
    expect(findingLines(run({ 'apps/web/a.yaml': object('v1', 'ConfigMap', '', namespace) }))[0]).toContain(message);
    expect(
      findingLines(run({ 'apps/web/a.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${namespace}}\n` }))[0],
    ).toContain(message);
    expect(findingLines(run({ [APP]: application({ namespace }) })).join()).toContain(message);
  });

  it('must be said by something better than the name of a folder', () => {
    const result = run({ 'apps/web/a.yaml': SERVICE.replace('  namespace: web\n', '') });
    expect(result.findings).toMatchObject([{ fix: 'metadata:\n  namespace: web' }]);
    expect(findingLines(result)[0]).toContain('nothing says which namespace');
  });

  it('is that of the Application where the object names none', () => {
    const files = { 'apps/web/a.yaml': SERVICE.replace('  namespace: web\n', '') };
    const repository = { paths: new Set<string>(), destinations: new Map([['apps/web', ['kube-system']]]) };
    const result = runRule('landing-zone', inputOf(files, {}, { repository }));
    expect(findingLines(result)[0]).toContain('the namespace kube-system is outside');
  });

  it.each([
    ['the same folder', 'apps/web', ['shop', 'kube-system']],
    ['the folder above', 'apps', ['kube-system']],
  ])('is that of every Application that reads %s, not only of one that the change brings', (_, folder, namespaces) => {
    const files = { [APP]: application(), 'apps/web/a.yaml': SERVICE.replace('  namespace: web\n', '') };
    const repository = { paths: new Set<string>(), destinations: new Map([[folder, namespaces]]) };
    const result = runRule('landing-zone', inputOf(files, {}, { repository }));
    expect(findingLines(result)[0]).toContain('the namespace kube-system is outside');
  });

  it('keeps to a list', () => {
    const landing = { ...LANDING, namespaces: ['ai-*'] };
    expect(runRule('landing-zone', inputOf({ 'apps/web/a.yaml': SERVICE }, {}, { landing })).verdict).toBe('fail');
    const inside = SERVICE.replace('namespace: web', 'namespace: ai-web');
    expect(runRule('landing-zone', inputOf({ 'apps/web/a.yaml': inside }, {}, { landing })).verdict).toBe('pass');
  });
});

describe('Applications', () => {
  it.each([
    ['another project', application({ project: 'platform' }), 'the project platform'],
    ['no project', application({ project: '""' }), 'the project none'],
    [
      'another repository',
      application({ url: 'https://evil.example/x.git' }),
      'the repository https://evil.example/x.git',
    ],
    [
      'a repository that begins alike',
      application({ url: 'https://gitlab.homelab.local/platform/gitops-platform.git.evil' }),
      'is not one of this landing zone',
    ],
    ['another cluster', application({ cluster: 'server: https://10.0.0.1:6443' }), 'the destination cluster'],
    ['another namespace for itself', application({}, { namespace: 'web' }), 'the namespace of the Application web'],
    ['the folder of all applications', application({ path: 'argocd/applications' }), 'the folder argocd/applications'],
    ['the folder above all', application({ path: 'apps' }), 'the folder apps'],
    ['the root', application({ path: '.' }), 'outside of this landing zone'],
    ['a folder elsewhere', application({ path: 'infrastructure/bootstrap' }), 'the folder infrastructure/bootstrap'],
    ['a path that climbs', application({ path: 'apps/web/../../argocd' }), 'outside of this landing zone'],
    ['a hidden folder', application({ path: '.web/objects' }), 'outside of this landing zone'],
    ['a branch that nobody reviews', application({ revision: 'evil' }), 'the revision evil is not one of this landing'],
    ['a commit', application({ revision: 'a'.repeat(40) }), `the revision ${'a'.repeat(40)}`],
    ['no revision', application({ revision: '' }), 'the revision none is not one of this landing zone'],
    ['a chart', application({ source: 'chart: nginx' }), 'chart makes Argo CD render'],
    ['values', application({ source: 'helm: {values: "a: b"}' }), 'helm makes Argo CD render'],
    ['Kustomize', application({ source: 'kustomize: {namePrefix: a}' }), 'kustomize makes Argo CD render'],
    ['a plugin', application({ source: 'plugin: {name: x}' }), 'plugin makes Argo CD render'],
    ['jsonnet', application({ source: 'directory: {jsonnet: {libs: [x]}}' }), 'jsonnet prints objects'],
    ['a sync of its own', `${application()}operation: {sync: {revision: x}}\n`, 'operation starts a sync'],
    [
      'a second source',
      application().replace(
        '  destination:',
        '  sources:\n    - {repoURL: https://evil.example/x.git, path: apps/web}\n  destination:',
      ),
      'the repository https://evil.example/x.git',
    ],
    [
      'no source',
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'spec: {project: apps, destination: {server: https://kubernetes.default.svc, namespace: web}}\n',
        'argocd',
      ),
      'has no source',
    ],
  ])('with %s', (_, text, message) => {
    expect(findingLines(run({ [APP]: text })).join('\n')).toContain(message);
    expect(
      findingLines(run({ 'apps/web/hidden.yaml': `${SERVICE}---\n${text}` })).join('\n'),
      'hidden among others',
    ).toContain(message);
  });

  it.each([
    ['project', { project: 'apps' }, { project: 'platform' }],
    ['namespace', { namespace: 'web' }, { namespace: 'shop' }],
    ['source', { path: 'apps/web' }, { path: 'apps/other' }],
    ['cluster', { cluster: 'server: https://kubernetes.default.svc' }, { cluster: 'name: in-cluster' }],
  ])('may not switch the %s of one that is there', (what, now, then) => {
    const result = run({ [APP]: application(now) }, { [APP]: application(then) });
    expect(findingLines(result).join()).toContain(`switches the ${what}`);
  });

  it('may not take the place of one that delivers a chart', () => {
    const chart = application({ project: 'platform', url: 'https://charts.gitlab.io', source: 'chart: gitlab' });
    expect(findingLines(run({ [APP]: application() }, { [APP]: chart })).join()).toContain('switches the source');
  });

  it('are refused where the zone has none', () => {
    const input = inputOf({ [APP]: application() }, {}, { landing: { ...LANDING, applications: null } });
    expect(findingLines(runRule('landing-zone', input)).join()).toContain('allows no Applications');
  });
});

it.each(['apps/web/.hidden.yaml', 'apps/web/.hidden/a.yml', 'apps/.web/a.json'])(
  'looks into %s as Argo CD does',
  (path) => {
    const role = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: web\n';
    expect(findingLines(run({ [path]: role })).join()).toContain('the kind ClusterRole');
  },
);

it('does not pass what it cannot read', () => {
  expect(run({ 'apps/web/a.yaml': 'a: [' }).verdict).toBe('not-evaluated');
});
