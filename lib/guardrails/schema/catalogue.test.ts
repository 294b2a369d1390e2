import { beforeAll, describe, expect, it } from 'vitest';
import type { SchemaCatalogue } from '#lib/domain/guardrail/guardrail.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { builtInVersions, createSchemaCatalogue } from './catalogue.ts';
import { fromOpenApi } from './from-open-api.ts';
import { openApiDocuments } from './open-api.ts';
import { loadShippedSchemas } from './shipped.ts';

let catalogue: SchemaCatalogue;

beforeAll(async () => {
  catalogue = createSchemaCatalogue(await loadShippedSchemas());
});

function messages(text: string, from = catalogue): string[] | 'unknown-kind' {
  const value = parseManifest(text).documents[0]?.value as { apiVersion: string; kind: string };
  const result = from.validate(value.apiVersion, value.kind, value);
  return result === 'unknown-kind' ? result : result.map((problem) => problem.message);
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, creationTimestamp: null}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: nginx:1.29
          resources: {requests: {cpu: 0.5, memory: 64Mi}}
          ports: [{containerPort: 80, protocol: TCP}]
          livenessProbe: {httpGet: {path: /, port: http}}
`;

describe('the shipped schemas', () => {
  it('accept a manifest as people write it', () => {
    expect(messages(DEPLOYMENT)).toEqual([]);
  });

  it.each([
    ['replicas: 2', 'replicas: two', 'spec.replicas must be a whole number, not "two"'],
    ['replicas: 2', 'replicas: 1.5', 'spec.replicas must be a whole number, not a number'],
    ['containers:', 'containres:', 'unknown field spec.template.spec.containres; did you mean containers?'],
    ['containers:', 'containres:', 'spec.template.spec.containers is missing'],
    ['  selector: {matchLabels: {app: web}}\n', '', 'spec.selector is missing'],
    [
      'protocol: TCP',
      'protocol: tcp',
      'spec.template.spec.containers[0].ports[0].protocol must be one of SCTP, TCP, UDP; did you mean TCP?',
    ],
    ['{app: web}}\n    spec', '{app: 5}}\n    spec', 'spec.template.metadata.labels.app must be text; put 5 in quotes'],
    [
      '64Mi',
      '64MB',
      'spec.template.spec.containers[0].resources.requests.memory must be an amount such as 500m, 2 or 128Mi',
    ],
    [
      'maxUnavailable: 0',
      'maxUnavailable: true',
      'spec.strategy.rollingUpdate.maxUnavailable must be a whole number or text; put true in quotes',
    ],
    [
      'ports: [{containerPort: 80, protocol: TCP}]',
      'ports: {containerPort: 80}',
      'spec.template.spec.containers[0].ports must be a list, not a mapping of fields',
    ],
    ['replicas: 2', 'replicas: 2\n  replicaCount: 3', 'unknown field spec.replicaCount'],
    [
      'containers:\n        -',
      'containers:\n        - ~\n        -',
      'spec.template.spec.containers[0] must be a mapping of fields, not empty',
    ],
  ])('%s → %s: %s', (from, to, message) => {
    expect(messages(DEPLOYMENT.replace(from, to))).toContain(message);
  });

  it.each([
    ['apps/v1beta1', 'Deployment', ['apps/v1beta1 has no kind Deployment; write apiVersion: apps/v1']],
    ['v1', 'Deployment', ['v1 has no kind Deployment']],
    [
      'extensions/v1beta1',
      'Ingress',
      ['extensions/v1beta1 has no kind Ingress; write apiVersion: networking.k8s.io/v1'],
    ],
    ['apps/v1', 'Deploymnet', ['apps/v1 has no kind Deploymnet; did you mean Deployment?']],
    [
      'policy/v1beta1',
      'PodDisruptionBudget',
      ['policy/v1beta1 has no kind PodDisruptionBudget; write apiVersion: policy/v1'],
    ],
    ['longhorn.io/v1beta2', 'Volume', 'unknown-kind'],
    ['argoproj.io/v1alpha1', 'Rollout', 'unknown-kind'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', 'unknown-kind'],
    ['constructor', 'name', 'unknown-kind'],
  ])('%s %s', (apiVersion, kind, expected) => {
    expect(messages(`apiVersion: ${apiVersion}\nkind: ${kind}`)).toEqual(expected);
  });

  it('know what an Application of Argo CD may say', () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  project: apps
  source: {repoURL: https://git.example/x.git, path: apps/web, targetRevision: main, directory: {recurse: true}}
  destination: {server: https://kubernetes.default.svc, namespace: web}
  syncPolicy: {automated: {prune: true, selfHeal: true}, retry: {limit: 5, backoff: {duration: 5s, factor: 2}}, syncOptions: [A=true]}
`;
    expect(messages(application)).toEqual([]);
    expect(messages(application.replace('selfHeal', 'selfheal'))).toEqual([
      'unknown field spec.syncPolicy.automated.selfheal; did you mean selfHeal?',
    ]);
    expect(messages(application.replace('project: apps', 'project: {}'))).toEqual([
      'spec.project must be text, not a mapping of fields',
    ]);
  });

  it('let any value stand where Kubernetes does', () => {
    expect(
      messages('apiVersion: apps/v1\nkind: ControllerRevision\nmetadata: {name: a}\nrevision: 1\ndata: {any: [thing]}'),
    ).toEqual([]);
  });
});

describe("a cluster's own schemas", () => {
  it('say the same when they come back as OpenAPI', async () => {
    const documents = openApiDocuments(await loadShippedSchemas());
    const cluster = fromOpenApi([...documents.values()], 'the cluster');
    const empty = { description: 'nothing', definitions: {}, kinds: {} };
    const other = createSchemaCatalogue(empty, cluster);
    expect(messages(DEPLOYMENT, other)).toEqual([]);
    for (const [from, to] of [
      ['containers:', 'containres:'],
      ['64Mi', '64MB'],
      ['maxUnavailable: 0', 'maxUnavailable: true'],
    ] as const) {
      const text = DEPLOYMENT.replace(from, to);
      expect(messages(text, other)).toEqual(messages(text));
    }
  });

  const WIDGET = {
    components: {
      schemas: {
        'com.example.v1.Widget': {
          type: 'object',
          required: ['spec'],
          properties: {
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
            metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
            spec: {
              type: 'object',
              required: ['size'],
              properties: {
                size: { type: 'integer', minimum: 1 },
                name: { type: 'string', pattern: '^[a-z]+$' },
                port: { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
                free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              },
            },
          },
          'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }],
        },
        'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta': { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  };

  it.each([
    ['{size: 1, name: abc, port: 80, free: {a: b}}', []],
    ['{size: 0}', ['spec.size must be at least 1']],
    ['{size: 1, name: ABC}', ['spec.name must match ^[a-z]+$']],
    ['{size: 1, sizes: 2}', ['unknown field spec.sizes; did you mean size?']],
  ])('know kinds of CRDs: %s', async (spec, expected) => {
    const cluster = fromOpenApi([WIDGET], 'the cluster');
    const both = createSchemaCatalogue(await loadShippedSchemas(), cluster);
    const text = `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\nspec: ${spec}`;
    expect(messages(text, both)).toEqual(expected);
    expect(messages(DEPLOYMENT, both)).toEqual([]);
    expect(both.description).toMatch(/^the cluster, then the shipped schemas/);
  });

  it('let a CRD of a *.k8s.io group share its group: what it does not have may come later', async () => {
    const gateway = {
      components: {
        schemas: {
          'io.k8s.networking.gateway.v1.Gateway': {
            type: 'object',
            'x-kubernetes-group-version-kind': [{ group: 'gateway.networking.k8s.io', version: 'v1', kind: 'Gateway' }],
          },
        },
      },
    };
    const both = createSchemaCatalogue(await loadShippedSchemas(), fromOpenApi([gateway], 'the cluster'));
    expect(messages('apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n', both)).toEqual([]);
    expect(messages('apiVersion: gateway.networking.k8s.io/v1\nkind: TLSRoute\n', both)).toBe('unknown-kind');
    expect(messages('apiVersion: networking.k8s.io/v1\nkind: Ingres\n', both)).toEqual([
      'networking.k8s.io/v1 has no kind Ingres; did you mean Ingress?',
    ]);
  });

  it('know which API versions are shipped: those of Kubernetes itself, and no CRD`s', async () => {
    const versions = builtInVersions(await loadShippedSchemas());
    expect([...versions]).toEqual(
      expect.arrayContaining(['v1', 'apps/v1', 'networking.k8s.io/v1', 'apiextensions.k8s.io/v1']),
    );
    expect(versions).not.toContain('argoproj.io/v1alpha1');
    expect([...versions].filter((version) => version.startsWith('gateway.'))).toEqual([]);
  });

  it.each([null, 5, {}, { components: { schemas: { a: 1, b: { properties: 'x' }, c: { allOf: 3 } } } }])(
    'survive a strange answer: %j',
    (document) => {
      expect(fromOpenApi([document], 'odd').kinds).toEqual({});
    },
  );
});
