import { describe, expect, it } from 'vitest';
import { type Files, findingLines, inputOf, runRule } from './testing/input.ts';
import { application, CONTAINERS, deployment, NAMESPACE, SERVICE } from './testing/manifests.ts';

const FILE = 'apps/web/a.yaml';
const run = (text: string, file = FILE) => runRule('valid-manifests', inputOf({ [file]: text }));

describe('pass', () => {
  it.each([
    ['a deployment', deployment(), FILE],
    ['an application', application(), 'argocd/applications/web.yaml'],
    ['several documents', `${NAMESPACE}---\n${SERVICE}---\n# the end\n`, FILE],
    [
      'a List',
      'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: "yes"}}\n',
      FILE,
    ],
    ['JSON', '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}', 'apps/web/a.json'],
    ['settings of a chart', 'replicaCount: 2\nimage: {tag: "1"}\n', 'apps/web/values.yaml'],
    ['settings by another name', 'replicaCount: 2\n', 'apps/web/values-production.yaml'],
    [
      'letters of any language in text',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "Übergröße 😀 日本"}\n',
      FILE,
    ],
    ['Windows line ends', SERVICE.replaceAll('\n', '\r\n'), FILE],
  ])('%s', (_, text, file) => {
    expect(findingLines(run(text, file))).toEqual([]);
    expect(run(text, file).verdict).toBe('pass');
  });
});

describe('fail', () => {
  it.each([
    ['YAML that cannot be read', 'a: [', 1, 'must'],
    ['a key twice', `${SERVICE}kind: Pod\n`, 13, 'the key "kind" is already there in line 2'],
    ['a merge key', deployment(`${CONTAINERS}x: &x {a: 1}\ny: {<<: *x}\n`), 25, 'merge keys'],
    [
      'an unknown field',
      SERVICE.replace('selector:', 'selectors:'),
      7,
      'unknown field spec.selectors; did you mean selector?',
    ],
    [
      'an unknown field of a container',
      deployment(CONTAINERS.replace('resources:', 'resource:')),
      18,
      'unknown field spec.template.spec.containers[0].resource',
    ],
    [
      'a wrong type',
      SERVICE.replace('port: 80', 'port: http'),
      11,
      'spec.ports[0].port must be a whole number, not "http"',
    ],
    ['a removed API version', deployment().replace('apps/v1', 'apps/v1beta1'), 1, 'write apiVersion: apps/v1'],
    ['a mistyped kind', deployment().replace('Deployment', 'Deploymnet'), 2, 'did you mean Deployment?'],
    ['a letter of another alphabet', deployment().replace('Deployment', 'Deрloyment'), 2, 'letters of other alphabets'],
    [
      'an invented apiVersion',
      deployment().replace('apps/v1', 'apps/V1'),
      1,
      'apiVersion "apps/V1" is not a possible name',
    ],
    ['no kind', SERVICE.replace('kind: Service\n', ''), 1, 'kind is missing'],
    ['no mapping', '- a\n- b\n', 1, 'this is no Kubernetes object'],
    ['plain text', 'hello\n', 1, 'this is no Kubernetes object'],
    ['no name', SERVICE.replace('  name: web\n  namespace', '  namespace'), 3, 'metadata.name is missing'],
    [
      'a generated name',
      SERVICE.replace('  name: web\n', '  generateName: web-\n'),
      4,
      'generateName makes a new object',
    ],
    ['capital letters in a name', SERVICE.replace('name: web', 'name: Web'), 4, 'may only hold small letters'],
    [
      'a name of a Service that begins with a digit',
      SERVICE.replace('name: web', 'name: 1web'),
      4,
      'may only hold small letters',
    ],
    [
      'a look-alike in the namespace',
      SERVICE.replace('namespace: web', 'namespace: wеb'),
      5,
      'not a possible name of a namespace',
    ],
    [
      'a label that is too long',
      SERVICE.replace('  namespace: web', `  namespace: web\n  labels: {a: ${'x'.repeat(64)}}`),
      6,
      'at most 63 letters',
    ],
    [
      'an impossible label',
      SERVICE.replace('  namespace: web', '  namespace: web\n  labels: {"a b": x}'),
      6,
      'not a possible name of a label',
    ],
    ['a wave that is a number', application().replace('"7"', '7'), 7, 'put 7 in quotes'],
    ['a wave that is no number', application({}, { wave: 'seven' }), 7, 'the sync wave must be a whole number'],
    [
      'a selector that misses its pods',
      deployment().replace('      labels:\n        app: web', '      labels:\n        app: shop'),
      9,
      'the selector asks for app',
    ],
    [
      'a misspelt field of an Application',
      application().replace('targetRevision', 'targetrevision'),
      12,
      'did you mean targetRevision?',
    ],
    ['an Application without a project', application().replace('  project: apps\n', ''), 8, 'spec.project is missing'],
    [
      'an Application without a source',
      application().replace(/ {2}source:\n(?: {4}.*\n)+/, ''),
      8,
      'spec.source or spec.sources is missing',
    ],
    [
      'an Application with two destinations',
      application({ cluster: 'server: https://kubernetes.default.svc\n    name: in-cluster' }),
      14,
      'both server and name',
    ],
    [
      'a direction override',
      SERVICE.replace('app: web', 'app: web # \u202Eneddih'),
      8,
      'a direction override (U+202E)',
    ],
    ['a zero-width space', SERVICE.replace('name: http', 'name: "ht\u200Btp"'), 10, 'a zero-width character (U+200B)'],
    [
      'an escape sequence',
      SERVICE.replace('# x', '').replace('app: web', 'app: web # \u001B[2K'),
      8,
      'a control character (U+001B)',
    ],
    [
      'a line that begins for the cluster alone',
      deployment().replace('    spec:', '    spec:\n      # harmless\r      hostNetwork: true'),
      15,
      'a carriage return that ends no line here',
    ],
    ['an invisible tag', SERVICE.replace('app: web', 'app: web # \u{E0041}'), 8, 'an invisible tag character'],
    [
      'yes where text belongs',
      SERVICE.replace('  namespace: web', '  namespace: web\n  annotations: {a: yes}'),
      6,
      'the cluster reads yes as true',
    ],
    [
      'on as a key',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  on: "1"\n',
      5,
      'the cluster reads on as the key "true"',
    ],
    [
      'a bomb',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 8 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`},`.repeat(8)}]`).join('\n')}`,
      6,
      'values',
    ],
  ])('%s', (_, text, line, message) => {
    const result = run(text);
    expect(result.verdict).toBe('fail');
    expect(findingLines(result).join('\n')).toContain(message);
    const found = result.findings.find((finding) => finding.message.includes(message));
    expect(found?.line).toBe(line);
  });

  it('the same object in two files', () => {
    const result = runRule(
      'valid-manifests',
      inputOf({ 'apps/web/a.yaml': SERVICE, 'apps/web/b.yaml': `${NAMESPACE}---\n${SERVICE}` }),
    );
    expect(findingLines(result)).toEqual([
      'apps/web/b.yaml:8 this object is there twice: also in apps/web/a.yaml, line 1',
    ]);
  });

  it('an object that hides in settings of a chart', () => {
    expect(run(SERVICE.replace('port: 80', 'port: http'), 'apps/web/values.yaml').verdict).toBe('fail');
  });
});

describe('warn', () => {
  it.each([
    [
      'a kind without a schema',
      'apiVersion: longhorn.io/v1beta2\nkind: RecurringJob\nmetadata: {name: a}\nspec: {}\n',
      FILE,
      'nothing is known about the fields of RecurringJob.longhorn.io',
    ],
    [
      'an octal number',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a}], volumes: [{name: v, configMap: {name: c, defaultMode: 0644}}]}\n',
      FILE,
      'the cluster reads 0644 as the number 420',
    ],
    ['yes in settings', 'enabled: yes\n', 'apps/web/values.yaml', 'the cluster reads yes as true'],
  ])('%s', (_, text, file, message) => {
    const result = run(text, file);
    expect(result.verdict).toBe('warn');
    expect(findingLines(result).join()).toContain(message);
  });
});

describe('not applicable or not evaluated', () => {
  it.each<[string, Files, string]>([
    ['prose', { 'apps/web/README.md': 'hello 👨‍👩‍👧\n' }, 'not-applicable'],
    ['a file of a tool', { '.yamllint': 'extends: default\n' }, 'not-applicable'],
    ['a removal', { 'apps/web/a.yaml': null }, 'not-applicable'],
    [
      'a template of a chart',
      { 'apps/web/Chart.yaml': 'name: web\n', 'apps/web/templates/a.yaml': '{{ .Values.x }}\n' },
      'not-evaluated',
    ],
    ['a program', { 'apps/web/a.jsonnet': '{}' }, 'not-evaluated'],
  ])('%s', (_, files, verdict) => {
    const result = runRule('valid-manifests', inputOf(files));
    expect(result.verdict).toBe(verdict);
    expect(result.reason).toBeTruthy();
  });

  it('hidden direction marks are found in prose too', () => {
    expect(run('a \u202E b\n', 'apps/web/README.md').verdict).toBe('fail');
  });
});
