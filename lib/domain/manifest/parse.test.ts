import { describe, expect, it } from 'vitest';
import { isManifestObject } from './manifest.ts';
import { parseManifest } from './parse.ts';

const values = (text: string) => parseManifest(text).documents.map((document) => document.value);
const problems = (text: string) => parseManifest(text).problems;

describe('what is read', () => {
  it.each([
    ['one document', 'a: 1\n', [{ a: 1 }]],
    ['several, empty ones left out', '---\na: 1\n---\n# nothing\n---\nb: x\n...\n', [{ a: 1 }, { b: 'x' }]],
    ['JSON', '{"a": [true, null, 1.5]}', [{ a: [true, null, 1.5] }]],
    ['nothing', '', []],
    [
      'YAML 1.2 words stay text',
      'a: [yes, no, on, off, y, 0b11, 1_000]',
      [{ a: ['yes', 'no', 'on', 'off', 'y', '0b11', '1_000'] }],
    ],
    ['keys are text', 'true: 1\n1: 2\nnull: 3', [{ true: 1, 1: 2, null: 3 }]],
    ['anchors', 'a: &x {k: 1}\nb: *x', [{ a: { k: 1 }, b: { k: 1 } }]],
    ['a redefined anchor', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', [{ a: 1, b: 1, c: 2, d: 2 }]],
    ['explicit core tags', 'a: !!str 12\nb: !!int "3"', [{ a: '12', b: 3 }]],
    ['Windows line ends and a byte order mark', '\uFEFFa: 1\r\nb:\r\n  - x\r\n', [{ a: 1, b: ['x'] }]],
    ['block text', 'a: |\n  one\n  two\n', [{ a: 'one\ntwo\n' }]],
    ['constructor as an ordinary key', 'constructor: {prototype: {x: 1}}', [{ constructor: { prototype: { x: 1 } } }]],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(problems(text)).toEqual([]);
  });
});

describe('what is refused, with its line', () => {
  it.each([
    ['a key twice', 'a: 1\nb: 2\na: 3\n', 3, 'the key "a" is already there in line 1'],
    ['a key twice, deeper', 'x:\n  a: 1\n  "a": 3\n', 3, 'already there in line 2'],
    ['a merge key', 'a: &x {k: 1}\nb:\n  <<: *x\n', 3, 'merge keys'],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', 2, 'only YAML 1.2'],
    ['an unknown tag', 'a: !env HOME', 1, 'the tag !env'],
    ['a binary tag', 'a: !!binary aGk=', 1, 'no meaning in a manifest'],
    ['a missing anchor', 'a: *x', 1, '*x'],
    ['an anchor that contains itself', 'a: &x\n  - *x\n', 2, 'contains itself'],
    ['__proto__', 'a: 1\n__proto__:\n  polluted: true\n', 2, '__proto__'],
    ['a list as a key', '? [a, b]\n: 1', 1, 'key'],
    ['infinity', 'a: .inf', 1, 'not a number'],
    ['an open quote', 'a: 1\nb: "x\n', 3, 'quote'],
    ['tabs', 'a:\n\tb: 1\n', 2, 'Tabs'],
    ['broken indentation', 'a:\n  b: 1\n c: 2\n', 3, ''],
  ])('%s', (_, text, line, message) => {
    const [first] = problems(text);
    expect(first?.message).toContain(message);
    expect(first?.line).toBe(line);
  });

  it('leaves no trace on prototypes', () => {
    parseManifest('__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(values('__proto__: {polluted: 1}')[0])).toBe(Object.prototype);
  });
});

describe('lines', () => {
  const text = `# a comment
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - name: http
      port: 80
    - port: &admin 90
  other: *admin
---
kind: Second
`;
  const [first, second] = parseManifest(text).documents;

  it.each([
    [[], 2],
    [['kind'], 3],
    [['metadata'], 4],
    [['spec', 'ports', 0], 8],
    [['spec', 'ports', 0, 'port'], 9],
    [['spec', 'ports', 1, 'port'], 10],
    [['spec', 'other'], 11],
    [['spec', 'ports', 7, 'port'], 7],
    [['spec', 'missing', 'deeper'], 6],
  ])('%j is in line %i', (path, line) => {
    expect(first?.lineOf(path)).toBe(line);
  });

  it('counts on in later documents', () => {
    expect(second?.lineOf(['kind'])).toBe(13);
  });

  it('follows an alias to where the value stands', () => {
    const [document] = parseManifest('a: &x\n  image: web\nb: *x\n').documents;
    expect(document?.lineOf(['b'])).toBe(3);
    expect(document?.lineOf(['b', 'image'])).toBe(2);
  });
});

describe('lists', () => {
  const list = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: one}
  - apiVersion: v1
    kind: List
    items:
      - apiVersion: v1
        kind: Pod
        metadata: {name: two}
`;

  it('gives the objects inside, also of lists inside lists, with their lines', () => {
    const { documents } = parseManifest(list);
    expect(documents.map(({ value }) => isManifestObject(value) && value.metadata.name)).toEqual(['one', 'two']);
    expect(documents.map((document) => document.lineOf(['metadata', 'name']))).toEqual([6, 12]);
  });

  it('unwraps what only pretends to be another kind, and keeps the wrapper', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: b}}\n';
    expect(values(text).map((value) => isManifestObject(value) && value.kind)).toEqual(['ConfigMap', 'Pod']);
  });

  it('leaves the items of a volume or a values file alone', () => {
    expect(values('items: [a, b]')).toEqual([{ items: ['a', 'b'] }]);
  });
});

describe('words that YAML 1.1 reads otherwise', () => {
  it.each([
    ['yes', 'true', true],
    ['OFF', 'false', true],
    ['n', 'false', true],
    ['0644', 'the number 420', false],
    ['0o17', 'text, by older parsers', false],
    ['0b11', 'the number 3', true],
    ['1_000', 'the number 1000', true],
    ['12:30:45', 'a number in base 60, by some parsers', false],
  ])('%s is %s to the cluster', (text, reading, changesType) => {
    const [document] = parseManifest(`a:\n  - ${text}\n`).documents;
    expect(document?.ambiguous).toEqual([{ path: ['a', 0], line: 2, text, reading, changesType }]);
  });

  it.each([
    '"yes"',
    "'0644'",
    'true',
    '0',
    '00',
    '08',
    '10',
    '8080:80',
    '2026-11-21',
    'yes sir',
    '!!str no',
    '1.2.3',
    'y_',
    '_',
  ])('%s means the same everywhere', (text) => {
    expect(parseManifest(`a: ${text}`).documents[0]?.ambiguous).toEqual([]);
  });

  it('looks at keys too, and follows them into lists', () => {
    expect(parseManifest('on: 1').documents[0]?.ambiguous[0]?.reading).toBe('the key "true"');
    const [item] = parseManifest('kind: List\nitems:\n  - {kind: A, x: yes}').documents;
    expect(item?.ambiguous[0]?.path).toEqual(['x']);
  });
});

describe('hostile files are answered at once', () => {
  const lines = (count: number, line: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  const laughs = lines(12, (i) => (i === 0 ? 'l0: &l0 [x]' : `l${i}: &l${i} [${`*l${i - 1},`.repeat(9)}*l${i - 1}]`));

  it.each([
    ['a billion laughs', laughs, 'more than 50000 values'],
    ['a million aliases', `a: &a x\nb: [${'*a,'.repeat(15_000)}]`, 'aliases'],
    [
      'a ladder of aliases',
      lines(100, (i) => (i === 0 ? 'l0: &l0 {x: 1}' : `l${i}: &l${i} {x: *l${i - 1}}`)),
      'levels deep',
    ],
    ['deep flow lists', '['.repeat(100_000), 'levels deep'],
    ['deep flow maps', '{a: '.repeat(100_000), 'levels deep'],
    ['deep block lists', '- '.repeat(100_000), 'levels deep'],
    ['deep questions', '? '.repeat(100_000), 'levels deep'],
    ['deep block maps', lines(700, (i) => `${' '.repeat(i)}a:`), 'levels deep'],
    ['many documents', '---\na: 1\n'.repeat(6_000), 'documents'],
    ['many keys', lines(20_000, (i) => `k${i}: ${i}`), 'words and signs'],
    ['many empty lines', '\n'.repeat(500_000), 'words and signs'],
    ['many directives', '%YAML 1.2\n'.repeat(50_000), ''],
    ['a large file', 'x'.repeat(600_000), 'characters'],
    ['a merge bomb', `a: &a {k: 1}\n${'b: {<<: *a}\n'.repeat(100)}`, 'merge keys'],
    ['many anchors', `${'&a '.repeat(17_000)}x`, ''],
  ])('%s', (_, text, message) => {
    const result = parseManifest(text);
    expect(result.problems.some((problem) => problem.message.includes(message))).toBe(true);
    expect(result.problems.length).toBeLessThanOrEqual(20);
  });

  it('reads the largest honest file whole', () => {
    const text = lines(7_000, (i) => `key${i}: value ${i}`);
    expect(parseManifest(text).problems).toEqual([]);
  });
});
