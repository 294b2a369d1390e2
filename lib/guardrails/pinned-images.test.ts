import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from './testing/input.ts';
import { application, CONTAINERS, deployment, SERVICE } from './testing/manifests.ts';

const FILE = 'apps/web/deployment.yaml';
const run = (text: string, file = FILE) => runRule('pinned-images', inputOf({ [file]: text }));
const withImage = (image: string) => deployment(CONTAINERS.replace('registry.homelab.local/team/web:1.2.0', image));

describe('images of pods', () => {
  it.each([
    ['registry.homelab.local:5000/web:1.2.0', 'pass', ''],
    [`web@sha256:${'ab12'.repeat(16)}`, 'pass', ''],
    [`web:latest@sha256:${'ab12'.repeat(16)}`, 'pass', ''],
    ['web:main', 'warn', 'usually moved'],
    ['web', 'fail', 'without a tag'],
    ['registry.homelab.local:5000/web', 'fail', 'without a tag'],
    ['web:latest', 'fail', 'latest is another image'],
    ['web:LATEST', 'fail', 'latest is another image'],
    ['"web:"', 'fail', 'not a reference'],
    ['""', 'fail', 'names no image'],
    ['5', 'fail', 'names no image'],
  ])('%s: %s', (image, verdict, message) => {
    const result = run(withImage(image));
    expect(result.verdict).toBe(verdict);
    expect(findingLines(result).join()).toContain(message);
    expect(result.findings.map(({ line }) => line)).toEqual(verdict === 'pass' ? [] : [17]);
  });

  it.each([
    ['an init container', deployment(`${CONTAINERS}initContainers:\n  - {name: a, image: busybox}\n`)],
    ['an ephemeral container', deployment(`${CONTAINERS}ephemeralContainers:\n  - {name: a, image: busybox}\n`)],
    ['a container without an image', deployment('containers:\n  - {name: a}\n')],
    [
      'a CronJob',
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: b}]}}}}}\n',
    ],
    ['a Rollout', withImage('web').replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout')],
    [
      'a kind that nobody listed',
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {pod: {containers: [{name: a, image: b}]}}\n',
    ],
    ['an image volume', deployment(`${CONTAINERS}volumes:\n  - {name: model, image: {reference: registry/model}}\n`)],
    [
      'a List',
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n    spec: {containers: [{name: a, image: "a:latest"}]}\n`,
    ],
    ['the second document', `${SERVICE}---\n${withImage('web:latest')}`],
    [
      'an anchor',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {x: &i "web:latest"}}\nspec: {containers: [{name: a, image: *i}]}\n',
    ],
  ])('are found in %s', (_, text) => {
    expect(run(text).verdict).toBe('fail');
  });
});

describe('images in settings of charts', () => {
  it.each([
    ['image:\n  repository: web\n  tag: latest\n', 'fail'],
    ['web:\n  image: web:latest\n', 'fail'],
    ['image:\n  repository: web\n  tag: "1.2"\n', 'pass'],
    ['image:\n  repository: web\n  tag: ""\n', 'not-applicable'],
    ['image:\n  repository: web\n', 'not-applicable'],
    [`image: {repository: web, tag: latest, digest: "sha256:${'ab12'.repeat(16)}"}\n`, 'not-applicable'],
    ['extraContainers:\n  - {name: a, image: busybox}\n', 'fail'],
    ['image:\n  tag: edge\n', 'warn'],
    ['replicas: 2\n', 'not-applicable'],
  ])('%j is %s', (text, verdict) => {
    expect(run(text, 'apps/web/values.yaml').verdict).toBe(verdict);
  });

  it.each([
    ['values as text', 'helm:\n  values: |\n    image:\n      tag: latest'],
    ['values as an object', 'helm:\n  valuesObject:\n    image: {repository: web, tag: latest}'],
    ['parameters', 'helm:\n  parameters:\n    - {name: image.tag, value: latest}'],
    ['images of Kustomize', 'kustomize:\n  images: ["web=registry/web:latest"]'],
    [
      'patches of Kustomize',
      'kustomize:\n  patches:\n    - patch: |\n        spec: {template: {spec: {containers: [{name: a, image: "a:latest"}]}}}',
    ],
  ])('are found in an Application: %s', (_, source) => {
    const result = run(application({ source }), 'argocd/applications/web.yaml');
    expect(result.verdict).toBe('fail');
    expect(result.findings[0]?.line).toBeGreaterThan(11);
  });
});

describe('not applicable or not evaluated', () => {
  it.each([
    ['no images', SERVICE, FILE, 'not-applicable'],
    [
      'containers that an operator completes',
      'apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: {name: a}\nspec: {containers: [{name: prometheus}]}\n',
      FILE,
      'not-applicable',
    ],
    [
      'a policy',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec: {rules: [{validate: {pattern: {spec: {containers: [{image: "!*:latest"}]}}}}]}\n',
      FILE,
      'not-applicable',
    ],
    ['YAML that cannot be read', `${deployment()}\n  broken`, FILE, 'not-evaluated'],
  ])('%s', (_, text, file, verdict) => {
    expect(run(text, file).verdict).toBe(verdict);
  });
});
