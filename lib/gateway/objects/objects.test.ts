import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AI_KINDS } from '#lib/domain/guardrail/landing-zone.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { readAnswer } from '../read-answer.ts';
import { makeableKinds, makeObjects, objectsShape } from './index.ts';

const KINDS = makeableKinds(AI_KINDS);
const PLACE = { appName: 'nginx-demo', namespace: 'ai-generated', folder: 'apps/ai-generated/nginx-demo' };
const make = (answer: Record<string, unknown>) => {
  const made = makeObjects(answer, KINDS, PLACE);
  if ('problem' in made) {
    throw new Error(made.problem);
  }
  return made;
};

describe('objects that a model names', () => {
  it('are written as the platform wants them', () => {
    const { files, objects } = make({
      workloads: [{ image: 'nginxinc/nginx-unprivileged:1.29.3', replicas: 2, port: 8080, healthPath: '/' }],
      services: [{ port: 80 }],
    });
    expect(files.map(({ path }) => path)).toEqual([
      'apps/ai-generated/nginx-demo/deployment-nginx-demo.yaml',
      'apps/ai-generated/nginx-demo/service-nginx-demo.yaml',
    ]);
    const [deployment, service] = objects;
    expect(deployment).toMatchObject({
      metadata: { name: 'nginx-demo', namespace: 'ai-generated' },
      spec: {
        replicas: 2,
        template: {
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true },
            containers: [{ resources: { limits: { memory: '256Mi' } }, readinessProbe: { httpGet: { path: '/' } } }],
          },
        },
      },
    });
    expect(service).toMatchObject({
      spec: { selector: { 'app.kubernetes.io/name': 'nginx-demo' }, ports: [{ port: 80, targetPort: 'main' }] },
    });
  });

  it('are told apart by their parts, which find one another', () => {
    const { objects } = make({
      workloads: [
        { image: 'a:1', storage: [{ volume: 'data', path: '/data' }] },
        { part: 'Worker', image: 'b:1' },
      ],
      services: [{ part: 'worker', port: 80 }],
      volumes: [{ part: 'data', size: '5Gi' }],
    });
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Deployment nginx-demo',
      'Deployment nginx-demo-worker',
      'Service nginx-demo-worker',
      'PersistentVolumeClaim nginx-demo-data',
    ]);
    expect(JSON.stringify(objects[0])).toContain('"claimName":"nginx-demo-data"');
    expect(objects[2]).toMatchObject({ spec: { selector: { 'app.kubernetes.io/name': 'nginx-demo-worker' } } });
  });

  it('are refused where two would be one', () => {
    const twice = makeObjects({ workloads: [{ image: 'a:1' }, { image: 'b:1' }] }, KINDS, PLACE);
    expect(twice).toMatchObject({ problem: expect.stringContaining('Deployment with the name nginx-demo') });
    expect(make({})).toEqual({ files: [], objects: [] });
  });

  it('are none of a kind that is not allowed', () => {
    const kinds = makeableKinds(['Service', 'ClusterRole.rbac.authorization.k8s.io']);
    expect(kinds.map(({ id }) => id)).toEqual(['Service']);
    expect(objectsShape(kinds).properties).not.toHaveProperty('workloads');
    expect(makeObjects({ workloads: [{ image: 'a:1' }] }, kinds, PLACE)).toMatchObject({ objects: [] });
  });
});

const HOSTILE = [
  '../../argocd/applications/root',
  'kube-system',
  'x\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding',
  '*anchor',
  '!!js/function',
  '{{ 7*7 }}',
  '\u202egpj.exe',
  '-'.repeat(80),
  '',
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 60, unit: 'binary' }));
const field = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text, { maxLength: 3 }));
const entry = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'part',
      'image',
      'port',
      'schedule',
      'entries',
      'size',
      'host',
      'storage',
      'hostNetwork',
      '__proto__',
    ),
    text,
  ),
  fc.oneof(
    field,
    fc.array(fc.dictionary(fc.constantFrom('key', 'value', 'name', 'path', 'volume'), field), { maxLength: 3 }),
  ),
  { maxKeys: 6 },
);
const answer = fc.dictionary(
  fc.oneof(fc.constantFrom('workloads', 'schedules', 'services', 'addresses', 'settings', 'volumes'), text),
  fc.oneof(fc.array(entry, { maxLength: 4 }), field),
  { maxKeys: 4 },
);

describe('whatever a model answers', () => {
  const hold = (given: Record<string, unknown>) => {
    const made = makeObjects(given, KINDS, PLACE);
    if ('problem' in made) {
      return;
    }
    for (const { path, content } of made.files) {
      expect(path).toMatch(/^apps\/ai-generated\/nginx-demo\/[a-z0-9-]+\.yaml$/);
      const { documents } = parseManifest(content);
      expect(documents).toHaveLength(1);
      const { kind, metadata, spec } = fieldsOf(documents[0]?.value);
      const { name, namespace } = fieldsOf(metadata);
      expect(namespace).toBe('ai-generated');
      expect(name).toMatch(/^nginx-demo(-[a-z0-9]([a-z0-9-]*[a-z0-9])?)?$/);
      expect(['Deployment', 'CronJob', 'Service', 'Ingress', 'ConfigMap', 'PersistentVolumeClaim']).toContain(kind);
      expect(JSON.stringify(spec ?? {})).not.toMatch(/"(hostNetwork|hostPath|privileged|serviceAccountName)":/);
    }
  };

  it('stays in its folder, its namespace and its names, also where nobody looked at its form', () => {
    fc.assert(fc.property(answer, hold), { numRuns: 5000 });
  });

  it('is read or refused, and never breaks anything', () => {
    const shape = objectsShape(KINDS);
    fc.assert(
      fc.property(
        fc.oneof(
          answer.map((value) => JSON.stringify(value)),
          fc.string({ unit: 'binary' }),
        ),
        fc.boolean(),
        (given, isCut) => {
          const reading = readAnswer(given, shape, isCut);
          if ('value' in reading) {
            hold(reading.value);
          } else {
            expect(reading.problem).not.toBe('');
          }
        },
      ),
      { numRuns: 5000 },
    );
  });
});
