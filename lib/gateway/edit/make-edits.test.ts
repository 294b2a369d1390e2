import { describe, expect, it } from 'vitest';
import { applyEdits } from './apply-edits.ts';
import { makeEdits } from './make-edits.ts';
import type { EditablePart } from './part.ts';

const FILE = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  annotations:
    example.com/owner: shop-team
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: web
          image: registry.local/shop:1.0
          env:
            - name: LOG_LEVEL
              value: info
`;
const VALUE = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', annotations: { 'example.com/owner': 'shop-team' } },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [{ name: 'web', image: 'registry.local/shop:1.0', env: [{ name: 'LOG_LEVEL', value: 'info' }] }],
      },
    },
  },
};
const PARTS: EditablePart[] = [{ id: 'Deployment/shop', file: 'apps/shop/web.yaml', document: 0, value: VALUE }];

const edit = (field: string, to: string, action = 'set') => ({ object: 'Deployment/shop', field, action, to });
const make = (...edits: object[]) => makeEdits({ why: 'because', edits }, PARTS);
const C = 'spec.template.spec.containers';

describe('the edits that a model names', () => {
  it.each([
    ['a number', edit('spec.replicas', '3'), ['spec', 'replicas'], 3],
    [
      'a place in a list',
      edit(`${C}[0].image`, 'registry.local/shop:1.1'),
      ['spec', 'template', 'spec', 'containers', 0, 'image'],
      'registry.local/shop:1.1',
    ],
    [
      'the name of an entry',
      edit(`${C}[web].env[LOG_LEVEL].value`, 'debug'),
      ['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'],
      'debug',
    ],
    [
      'one more entry',
      edit(`${C}[web].env[+]`, '{name: PORT, value: "8080"}'),
      ['spec', 'template', 'spec', 'containers', 0, 'env', 1],
      { name: 'PORT', value: '8080' },
    ],
    [
      'fields that are not there yet',
      edit(`${C}[0].resources.limits.memory`, '512Mi'),
      ['spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'memory'],
      '512Mi',
    ],
    [
      'one more entry of a list that is not there',
      edit(`${C}[0].args[+]`, '--quiet'),
      ['spec', 'template', 'spec', 'containers', 0, 'args', 0],
      '--quiet',
    ],
    [
      'a text in quotes',
      edit(`${C}[0].env[LOG_LEVEL].value`, '"debug"'),
      ['spec', 'template', 'spec', 'containers', 0, 'env', 0, 'value'],
      'debug',
    ],
    [
      'a key with dots',
      edit('metadata.annotations.example.com/owner', 'web-team'),
      ['metadata', 'annotations', 'example.com/owner'],
      'web-team',
    ],
    [
      'a new key with dots',
      edit('metadata.annotations["example.com/tier"]', '1'),
      ['metadata', 'annotations', 'example.com/tier'],
      '1',
    ],
    ['a path that begins as jq writes them', edit('.spec.replicas', '4'), ['spec', 'replicas'], 4],
  ])('are found by %s', (_, given, path, value) => {
    expect(make(given)).toEqual({
      edits: [{ part: 'Deployment/shop', file: 'apps/shop/web.yaml', document: 0, path, value }],
    });
  });

  it.each([
    [
      'a port by its name becomes one by its number',
      { spec: { ports: [{ targetPort: 'http' }] } },
      'spec.ports[0].targetPort',
      '8080',
      8080,
    ],
    ['a share becomes a count', { spec: { maxUnavailable: '50%' } }, 'spec.maxUnavailable', '1', 1],
    ['a label stays a text', { metadata: { labels: {} } }, 'metadata.labels.tier', '1', '1'],
    ['what is no object has no labels', { data: { enabled: true } }, 'data.enabled', 'false', false],
  ])('have values of the kind that belongs there: %s', (_, more, field, to, value) => {
    const isObject = !('data' in more);
    const metadata = { name: 'x', ...Object(more).metadata };
    const root = isObject ? { apiVersion: 'v1', kind: 'Thing', ...more, metadata } : more;
    const made = makeEdits({ edits: [{ object: 'it', field, action: 'set', to }] }, [
      { id: 'it', file: 'values.yaml', document: 0, value: root },
    ]);
    expect(made).toMatchObject({ edits: [{ value }] });
  });

  it('see what those before them did', () => {
    const made = make(edit(`${C}[0].env[+]`, '{name: A, value: "1"}'), edit(`${C}[0].env[+]`, '{name: B, value: "2"}'));
    expect('edits' in made && made.edits.map(({ path }) => path.at(-1))).toEqual([1, 2]);
  });

  it.each([
    ['another name is another object', edit('metadata.name', 'other'), 'may not be changed'],
    ['so is another kind', edit('kind', 'Pod'), 'may not be changed'],
    ['and what is all of its metadata', edit('metadata', '{name: x}'), 'may not be changed'],
    [
      'where it comes from is the portal’s to say',
      edit('metadata.annotations.portolan/model', 'me'),
      'may not be changed',
    ],
    ['objects of a list', edit('items', '[{kind: Secret}]'), 'may not be changed'],
    ['all annotations at once', edit('metadata.annotations', '{portolan/model: me}'), 'may not be changed'],
    ['an object that nobody showed it', { ...edit('spec.replicas', '3'), object: 'Secret/x' }, 'There is no Secret/x'],
    ['an entry that is not there', edit(`${C}[db].image`, 'x:1'), 'has no entry db. It has: web.'],
    ['a place that is not there', edit(`${C}[7].image`, 'x:1'), 'has 1 entries'],
    ['a place behind a value', edit('spec.replicas.more', '1'), 'holds a value and no fields'],
    ['a value where a list is', edit(`${C}[0].env`, 'none'), 'holds a list'],
    ['what is so already', edit('spec.replicas', '2'), 'is 2 already'],
    ['nothing to take away', edit('spec.paused', '', 'remove'), 'is not there already'],
    ['what is no field', edit('__proto__.polluted', '1'), 'no field __proto__'],
    ['no path at all', edit('][', '1'), 'is no path of a field'],
  ])('are refused with a sentence: %s', (_, given, sentence) => {
    expect(make(given)).toEqual({ problem: expect.stringContaining(sentence) });
  });

  it('are none where nothing is named', () => {
    expect(make()).toEqual({ edits: [] });
  });
});

describe('the files', () => {
  it('are as they were but for the edits, and say where those come from', () => {
    const made = make(edit('spec.replicas', '3'), edit(`${C}[0].env[LOG_LEVEL].value`, 'debug'));
    const applied = applyEdits(new Map([['apps/shop/web.yaml', FILE]]), 'edits' in made ? made.edits : [], {
      'portolan/model': 'a:7b',
    });
    const after = FILE.replace('replicas: 2', 'replicas: 3')
      .replace('value: info', 'value: debug')
      .replace('shop-team\n', 'shop-team\n    portolan/model: a:7b\n');
    expect(applied).toEqual({ files: [{ path: 'apps/shop/web.yaml', before: FILE, after }] });
  });

  it('are not made where one of them is not there or cannot be changed surely', () => {
    const [one] =
      'edits' in make(edit('spec.replicas', '3')) ? (make(edit('spec.replicas', '3')) as { edits: never[] }).edits : [];
    const edits = one === undefined ? [] : [one];
    expect(applyEdits(new Map(), edits, {})).toEqual({ problem: expect.stringContaining('no file') });
    const other = new Map([['apps/shop/web.yaml', 'spec: &s {replicas: 2}\nmore: *s\n---\n[']]);
    expect(applyEdits(other, edits, {})).toEqual({ problem: expect.stringContaining('cannot be changed surely') });
  });
});
