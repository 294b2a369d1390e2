import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Files, inputOf } from '../testing/input.ts';
import { noticesOf } from './notices-of.ts';

const FILE = 'apps/shop/all.yaml';
const lines = (after: Files, before: Files = {}) =>
  noticesOf(inputOf(after, before)).map(
    ({ topic, line, object, message }) => `${topic} ${line ?? '-'} ${object} ${message}`,
  );
const said = (after: string | null, before?: string) =>
  lines({ [FILE]: after }, before === undefined ? {} : { [FILE]: before });

const pod = (spec: string, kind = 'Deployment') =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: web, namespace: shop}\nspec:\n  template:\n    spec:\n${spec}`;
const web = (image: string, more = '') =>
  pod(`      containers:\n        - name: web\n          image: ${image}\n${more}`);
const object = (kind: string, apiVersion: string, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: x, namespace: shop}\n${rest}`;
const application = (revision: string, prune: boolean) =>
  object(
    'Application',
    'argoproj.io/v1alpha1',
    `spec:\n  project: apps\n  source: {repoURL: 'https://git/x.git', path: apps/shop, targetRevision: ${revision}}\n  destination: {server: 'https://kubernetes.default.svc', namespace: shop}\n  syncPolicy: {automated: {prune: ${prune}}}\n`,
  );

describe('what a reviewer must not miss', () => {
  it.each<[string, string | null, string | undefined, string[]]>([
    ['nothing that stays', web('nginx:1.29'), web('nginx:1.29'), []],
    ['a new image', web('nginx:1.29'), undefined, ['image 9 Deployment shop/web container web: nginx:1.29']],
    [
      'another image',
      web('nginx:1.30'),
      web('nginx:1.29'),
      ['image 9 Deployment shop/web container web: nginx:1.30, not nginx:1.29'],
    ],
    ['a file that goes', null, web('nginx:1.29'), ['deletion - Deployment shop/web is deleted']],
    [
      'a volume that goes',
      null,
      object('PersistentVolumeClaim', 'v1'),
      ['deletion - PersistentVolumeClaim shop/x is deleted, and what is stored there, unless its volume is kept'],
    ],
    [
      'a network policy that goes',
      null,
      object('NetworkPolicy', 'networking.k8s.io/v1'),
      ['deletion - NetworkPolicy shop/x is deleted, and with it what it kept apart'],
    ],
    [
      'a pod that becomes privileged',
      web('nginx:1', '          securityContext: {privileged: true}\n'),
      web('nginx:1'),
      ['privilege 10 Deployment shop/web container web: privileged: root on the node'],
    ],
    [
      'what was privileged before',
      web('nginx:1', '          securityContext: {privileged: true}\n'),
      web('nginx:1', '          securityContext: {privileged: true}\n          tty: true\n'),
      [],
    ],
    [
      'rights of another service account',
      web('nginx:1', '      serviceAccountName: root\n'),
      web('nginx:1'),
      ['privilege 10 Deployment shop/web runs with the rights of the service account root'],
    ],
    [
      'a binding',
      object(
        'ClusterRoleBinding',
        'rbac.authorization.k8s.io/v1',
        'roleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: web}]\n',
      ),
      undefined,
      ['privilege 1 ClusterRoleBinding shop/x is new: it gives ClusterRole cluster-admin to ServiceAccount web'],
    ],
    [
      'a rule of the cluster',
      object('ClusterPolicy', 'kyverno.io/v1', 'spec: {a: 2}\n'),
      object('ClusterPolicy', 'kyverno.io/v1', 'spec: {a: 1}\n'),
      ['privilege 1 ClusterPolicy shop/x changes: it decides what others may put into the cluster'],
    ],
    [
      'a laxer standard for the pods of a namespace',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {pod-security.kubernetes.io/enforce: privileged}\n',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels: {pod-security.kubernetes.io/enforce: restricted}\n',
      ['privilege 5 Namespace shop its pods are held to privileged, not to restricted'],
    ],
    ['a secret', object('SealedSecret', 'bitnami.com/v1alpha1'), undefined, ['secret 1 SealedSecret shop/x is new']],
    [
      'a port on every node',
      object('Service', 'v1', 'spec:\n  type: NodePort\n'),
      object('Service', 'v1', 'spec:\n  type: ClusterIP\n'),
      ['network 5 Service shop/x can be reached from outside: NodePort'],
    ],
    [
      'a name on the network',
      object('Ingress', 'networking.k8s.io/v1', 'spec: {rules: [{host: a.lan}, {host: b.lan}]}\n'),
      object('Ingress', 'networking.k8s.io/v1', 'spec: {rules: [{host: a.lan}]}\n'),
      ['network 4 Ingress shop/x can be reached from outside at b.lan'],
    ],
    [
      'a name in a rule of Traefik',
      object('IngressRoute', 'traefik.io/v1alpha1', 'spec: {routes: [{match: "Host(`a.lan`) && PathPrefix(`/x`)"}]}\n'),
      undefined,
      ['network 4 IngressRoute shop/x can be reached from outside at a.lan'],
    ],
    [
      'who may talk to whom',
      object(
        'NetworkPolicy',
        'networking.k8s.io/v1',
        'spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}\n',
      ),
      undefined,
      [
        'network 4 NetworkPolicy shop/x is new: closes every pod of its namespace to what comes in; lets every pod of its namespace reach them',
      ],
    ],
    [
      'a door that is wider than before',
      object('NetworkPolicy', 'networking.k8s.io/v1', 'spec: {podSelector: {}, ingress: [{}]}\n'),
      object('NetworkPolicy', 'networking.k8s.io/v1', 'spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}\n'),
      [
        'network 4 NetworkPolicy shop/x changes: now closes every pod of its namespace to what comes in; lets everybody reach them. Before: closes every pod of its namespace to what comes in; lets everybody reach them at TCP 80',
      ],
    ],
    [
      'a policy that is for more pods than before, with its doors as they were',
      object('NetworkPolicy', 'networking.k8s.io/v1', 'spec: {podSelector: {}, ingress: [{}]}\n'),
      object(
        'NetworkPolicy',
        'networking.k8s.io/v1',
        'spec: {podSelector: {matchLabels: {app: web}}, ingress: [{}]}\n',
      ),
      [
        'network 4 NetworkPolicy shop/x changes: now closes every pod of its namespace to what comes in; lets everybody reach them. Before: closes pods with app=web to what comes in; lets everybody reach them',
      ],
    ],
    [
      'a policy of which no words tell',
      object('CiliumNetworkPolicy', 'cilium.io/v2', 'spec: {endpointSelector: {}}\n'),
      undefined,
      ['network 4 CiliumNetworkPolicy shop/x is new: it decides who may talk to whom'],
    ],
    [
      'an application that is read from elsewhere, and begins to prune',
      application('feature', true),
      application('main', false),
      [
        'delivery 4 Application shop/x its source is https://git/x.git apps/shop feature, not https://git/x.git apps/shop main',
        'delivery 4 Application shop/x its pruning is on, not off',
      ],
    ],
    ['what cannot be read', 'a: [', undefined, ['unread -  cannot be read as YAML']],
  ])('%s', (_name, after, before, expected) => {
    expect(said(after, before)).toEqual(expected);
  });

  it('does not take what a kustomization puts into a policy for one', () => {
    const patch = object('NetworkPolicy', 'networking.k8s.io/v1', 'spec: {ingress: [{}]}\n');
    const words = 'network 4 NetworkPolicy shop/x is new: it decides who may talk to whom';
    expect(lines({ 'apps/shop/kustomization.yaml': 'resources: []\n', 'apps/shop/patch.yaml': patch })).toContain(
      words,
    );
    expect(lines({ 'apps/shop/patch.yaml': patch })).toEqual([expect.stringContaining('closes every pod')]);
  });

  it('tells of each file that has an object of the same name', () => {
    const policy = (spec: string) => object('NetworkPolicy', 'networking.k8s.io/v1', `spec: ${spec}\n`);
    const closed = policy('{podSelector: {}}');
    expect(
      lines(
        { 'clusters/a/np.yaml': policy('{podSelector: {}, ingress: [{}]}'), 'clusters/b/np.yaml': `# b\n${closed}` },
        { 'clusters/a/np.yaml': closed, 'clusters/b/np.yaml': closed },
      ),
    ).toEqual([expect.stringContaining('lets everybody reach them. Before: closes')]);
  });

  it('leaves alone what only moves to another file', () => {
    const text = `${web('nginx:1')}---\n${object('NetworkPolicy', 'networking.k8s.io/v1')}`;
    expect(lines({ 'apps/shop/b.yaml': text, 'apps/shop/a.yaml': null }, { 'apps/shop/a.yaml': text })).toEqual([]);
    expect(lines({ 'apps/shop/a.yaml': text, 'apps/shop/b.yaml': null }, { 'apps/shop/b.yaml': text })).toEqual([]);
  });

  it('tells of settings that go, though they are no object', () => {
    expect(lines({ 'apps/shop/values.yaml': null }, { 'apps/shop/values.yaml': 'replicas: 2\n' })).toEqual([
      'deletion -  is deleted: what is made with it is made without it',
    ]);
  });

  it('tells what changes how a folder is rendered, and what points elsewhere', () => {
    expect(lines({ 'apps/shop/kustomization.yaml': 'resources: []\n' })).toEqual([
      'unread -  decides how the folder around it is rendered',
    ]);
    const link = inputOf({ [FILE]: '' });
    expect(
      noticesOf({ ...link, files: link.files.map((file) => ({ ...file, entry: 'link' as const })) }),
    ).toMatchObject([{ topic: 'unread', message: 'is a link to another place' }]);
  });

  it('puts what counts most first, and stays readable', () => {
    const many = [...Array(150).keys()].map((index) =>
      object('SealedSecret', 'bitnami.com/v1alpha1').replace('name: x', `name: x${index}`),
    );
    const notices = said([...many, web('nginx:1')].join('---\n'), object('Namespace', 'v1'));
    expect(notices).toHaveLength(100);
    expect(notices[0]).toMatch(/^deletion/);
  });

  it('never throws, whatever the objects hold', () => {
    const odd = fc.jsonValue({ maxDepth: 4 });
    const kinds = fc.constantFrom(
      'Service',
      'Role',
      'RoleBinding',
      'Deployment',
      'Ingress',
      'Application',
      'Namespace',
      'NetworkPolicy',
    );
    fc.assert(
      fc.property(kinds, odd, odd, (kind, before, after) => {
        const text = (spec: unknown) =>
          JSON.stringify({
            apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'rbac.authorization.k8s.io/v1',
            kind,
            metadata: spec,
            spec,
            rules: spec,
            subjects: spec,
            roleRef: spec,
          });
        expect(Array.isArray(said(text(after), text(before)))).toBe(true);
      }),
    );
  });
});
