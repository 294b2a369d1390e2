import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from './testing/input.ts';
import { CONTAINERS, deployment, SERVICE } from './testing/manifests.ts';

const FILE = 'apps/web/deployment.yaml';
const run = (text: string, file = FILE) => runRule('resource-limits', inputOf({ [file]: text }));
const container = (resources: string, name = 'web') => `- {name: ${name}, image: web:1, resources: ${resources}}\n`;
const pod = (resources: string) => deployment(`containers:\n  ${container(resources)}`);

describe('pass', () => {
  it.each([
    ['all three are there', deployment()],
    ['limits stand in for requests', pod('{limits: {cpu: 1, memory: 1Gi}}')],
    ['equal by value', pod('{requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: "1", memory: 1Gi}}')],
    ['a GPU', pod('{requests: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}, limits: {memory: 1Gi, nvidia.com/gpu: "1"}}')],
    ['a GPU by its limit alone', pod('{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi, nvidia.com/gpu: 2}}')],
    [
      'resources of the whole pod',
      deployment(
        'resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}\ncontainers:\n  - {name: web, image: web:1}\n',
      ),
    ],
    [
      'ephemeral containers, which cannot have any',
      deployment(`${CONTAINERS}ephemeralContainers:\n  - {name: debug, image: busybox:1}\n`),
    ],
  ])('%s', (_, text) => {
    expect(run(text)).toMatchObject({ verdict: 'pass', findings: [] });
  });
});

describe('fail', () => {
  it.each([
    ['nothing', '{}', 'no resources.requests.cpu, resources.requests.memory, resources.limits.memory'],
    ['no memory limit', '{requests: {cpu: 1, memory: 1Gi}}', 'no resources.limits.memory'],
    ['nothing but zero', '{requests: {cpu: 0, memory: 0}, limits: {memory: 0}}', 'resources.limits.memory'],
    ['no quantity', '{requests: {cpu: lots, memory: 1Gi}, limits: {memory: 1Gi}}', 'no resources.requests.cpu'],
    [
      'more than the limit',
      '{requests: {cpu: 2, memory: 2Gi}, limits: {cpu: 2, memory: 2000Mi}}',
      'requests 2Gi of memory, more than its limit 2000Mi',
    ],
    [
      'a GPU without a limit',
      '{requests: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}, limits: {memory: 1Gi}}',
      'requests nvidia.com/gpu without a limit',
    ],
    [
      'unequal GPUs',
      '{requests: {cpu: 1, memory: 1Gi, nvidia.com/gpu: 1}, limits: {memory: 1Gi, nvidia.com/gpu: 2}}',
      'must be equal',
    ],
    ['half a GPU', '{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi, nvidia.com/gpu: 500m}}', 'whole pieces'],
  ])('%s', (_, resources, message) => {
    const result = run(pod(resources));
    expect(result.verdict).toBe('fail');
    expect(findingLines(result)[0]).toContain(`${FILE}:16 container web`);
    expect(findingLines(result).join()).toContain(message);
  });

  it.each([
    [
      'an init container',
      deployment(`${CONTAINERS}initContainers:\n  - {name: init, image: web:1}\n`),
      'container init',
    ],
    [
      'a CronJob',
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a, namespace: web}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: job, image: "a:1"}]}}}}}\n`,
      'container job',
    ],
    [
      'a Rollout',
      deployment('containers:\n  - {name: web, image: web:1}\n')
        .replace('apps/v1', 'argoproj.io/v1alpha1')
        .replace('kind: Deployment', 'kind: Rollout'),
      'container web',
    ],
    [
      'a pod inside a List',
      `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n    spec: {containers: [{name: hidden, image: "a:1"}]}\n`,
      'container hidden',
    ],
    [
      'a custom kind',
      `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {deep: {podTemplate: {containers: [{name: x}]}}}\n`,
      'container x',
    ],
    [
      'a container by alias',
      deployment('containers:\n  - &c {name: web, image: web:1}\ninitContainers: [*c]\n'),
      'container web',
    ],
  ])('finds %s', (_, text, message) => {
    const result = run(text);
    expect(result.verdict).toBe('fail');
    expect(findingLines(result).join()).toContain(message);
  });

  it('proposes the block to write, with what is there already', () => {
    const result = run(pod('{requests: {memory: 64Mi}}'));
    expect(result.findings[0]?.fix).toBe(
      'resources:\n  requests:\n    cpu: 100m\n    memory: 64Mi\n  limits:\n    memory: 256Mi',
    );
    expect(result.findings[0]?.object).toBe('Deployment web/web');
  });
});

describe('not applicable or not evaluated', () => {
  it.each([
    ['no containers', SERVICE, FILE, 'not-applicable'],
    ['settings of a chart', 'replicaCount: 2\n', 'apps/web/values.yaml', 'not-applicable'],
    [
      'a policy about pods',
      'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: a}\nspec: {rules: [{validate: {pattern: {spec: {containers: [{name: "?*"}]}}}}]}\n',
      FILE,
      'not-applicable',
    ],
    ['YAML that cannot be read', 'a: [', FILE, 'not-evaluated'],
    ['a program that prints manifests', '{}', 'apps/web/main.jsonnet', 'not-evaluated'],
    ['prose', '# Read me\n', 'apps/web/README.md', 'not-applicable'],
  ])('%s', (_, text, file, verdict) => {
    const result = run(text, file);
    expect(result.verdict).toBe(verdict);
    expect(result.reason).toBeTruthy();
  });
});
