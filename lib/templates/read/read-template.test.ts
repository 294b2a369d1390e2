import { describe, expect, it } from 'vitest';
import { SMALL, type TemplateFiles, templateOf, withSteps } from '../testing/template-files.ts';
import { readTemplate } from './read-template.ts';

const problems = (files: TemplateFiles) => {
  const reading = readTemplate(new Map(Object.entries(files)));
  return 'problems' in reading ? reading.problems.map(({ file, line, message }) => `${file}:${line} ${message}`) : [];
};

describe('reading a template', () => {
  it('gives its head, pages, steps and the files beside it', () => {
    const template = templateOf({
      'template.yaml': SMALL,
      'skeleton/a.yaml': 'a: 1\n',
      'examples/one.yaml': 'title: One\nvalues: {name: a}\n',
    });
    expect(template).toMatchObject({
      id: 'small',
      title: 'Small',
      owner: 'platform',
      type: 'service',
      tags: [],
      description: '',
    });
    expect(template.pages).toMatchObject([
      { title: 'Page', description: '', schema: { type: 'object', required: ['name'] } },
    ]);
    expect(template.steps.map(({ id, name, action }) => [id, name, action])).toEqual([
      ['fetch', 'fetch', 'fetch:template'],
      ['publish', 'publish', 'portolan:merge-request'],
    ]);
    expect([...template.skeleton.keys()]).toEqual(['skeleton/a.yaml']);
    expect(template.examples).toEqual([{ id: 'one', title: 'One', values: { name: 'a' } }]);
  });

  it('takes a list of pages, and none', () => {
    const list = SMALL.replace(
      / {2}parameters:[\s\S]*? {2}steps:/,
      '  parameters:\n    - {title: A, properties: {a: {type: string}}}\n    - {title: B, properties: {b: {type: integer}}}\n  steps:',
    );
    expect(templateOf({ 'template.yaml': list }).pages.map(({ title }) => title)).toEqual(['A', 'B']);
    const none = SMALL.replace(/ {2}parameters:[\s\S]*? {2}steps:/, '  steps:');
    expect(templateOf({ 'template.yaml': none }).pages).toEqual([]);
  });

  it('has another digest after any change of any file, and the same after none', () => {
    const digest = (files: TemplateFiles) => templateOf(files).digest;
    const base = digest({ 'template.yaml': SMALL, 'a/b': 'x' });
    expect(digest({ 'a/b': 'x', 'template.yaml': SMALL })).toBe(base);
    const others: TemplateFiles[] = [
      { 'template.yaml': `${SMALL}# more\n`, 'a/b': 'x' },
      { 'template.yaml': SMALL, 'a/b': 'y' },
      { 'template.yaml': SMALL, 'a/c': 'x' },
      { 'template.yaml': SMALL, 'a/b': 'x', 'a/c': '' },
      { 'template.yaml': SMALL },
    ];
    expect(new Set([base, ...others.map(digest)]).size).toBe(others.length + 1);
  });

  it('leaves no prototype behind', () => {
    const files = { 'template.yaml': SMALL.replace('      name:\n', '      __proto__: {type: string}\n      name:\n') };
    expect(problems(files)).toEqual(['template.yaml:13 the key __proto__ is not allowed']);
  });
});

describe('what is wrong, with file and line', () => {
  it.each<[string, TemplateFiles, string]>([
    ['no file', { 'a.yaml': SMALL }, 'template.yaml:1 the file is missing'],
    ['no YAML', { 'template.yaml': 'a: [' }, 'template.yaml:1'],
    ['two documents', { 'template.yaml': `${SMALL}---\na: 1\n` }, 'template.yaml:28 the file must hold one document'],
    [
      'another version',
      { 'template.yaml': SMALL.replace('v1beta3', 'v1beta2') },
      'template.yaml:1 apiVersion must be scaffolder.backstage.io/v1beta3',
    ],
    [
      'another kind',
      { 'template.yaml': SMALL.replace('kind: Template', 'kind: Component') },
      'template.yaml:2 kind must be Template',
    ],
    [
      'no name',
      { 'template.yaml': SMALL.replace('  name: small\n', '') },
      'template.yaml:3 the name is missing: metadata.name',
    ],
    [
      'an impossible name',
      { 'template.yaml': SMALL.replace('name: small', 'name: "a b"') },
      'template.yaml:4 the name may hold',
    ],
    [
      'no type',
      { 'template.yaml': SMALL.replace('  type: service\n', '') },
      'template.yaml:6 the type is missing: spec.type',
    ],
    [
      'a page that is none',
      { 'template.yaml': SMALL.replace('    title: Page', '    - 5\n    - title: Page') },
      'template.yaml',
    ],
    [
      'a type that is none',
      { 'template.yaml': SMALL.replace('type: string', 'type: text') },
      'template.yaml:14 "text" is no type',
    ],
    [
      'a required field that is not there',
      { 'template.yaml': SMALL.replace('[name]', '[nam]') },
      'template.yaml:11 "nam" is required and has no entry',
    ],
    [
      'a pattern that cannot be used',
      { 'template.yaml': SMALL.replace('type: string', "pattern: '(?=a)b'") },
      'template.yaml:14 the pattern cannot be used: look-around',
    ],
    [
      'an unknown action',
      { 'template.yaml': SMALL.replace('fetch:template', 'publish:github') },
      'template.yaml:17 the action publish:github is not supported; there are fetch:template',
    ],
    [
      'an action called as a method',
      { 'template.yaml': SMALL.replace('fetch:template', 'constructor') },
      'the action constructor is not supported',
    ],
    [
      'a missing input',
      { 'template.yaml': SMALL.replace('        url: ./skeleton\n', '') },
      'template.yaml:18 the action fetch:template needs url',
    ],
    ['no step', { 'template.yaml': withSteps('    []\n') }, 'spec.steps must be a list of steps'],
    [
      'two steps of one id',
      { 'template.yaml': SMALL.replace('id: publish', 'id: fetch') },
      'two steps have the id "fetch"',
    ],
    [
      'no merge request',
      { 'template.yaml': SMALL.slice(0, SMALL.indexOf('    - id: publish')) },
      'no step opens a merge request',
    ],
    [
      'an example without values',
      { 'template.yaml': SMALL, 'examples/a.yaml': 'title: A\n' },
      'examples/a.yaml:1 an example has a title and values',
    ],
    [
      'an example that cannot be read',
      { 'template.yaml': SMALL, 'examples/a.yaml': 'title: "A\n' },
      'examples/a.yaml:',
    ],
  ])('%s', (_, files, message) => {
    expect(problems(files).join('\n')).toContain(message);
  });

  it('says everything at once', () => {
    const text = SMALL.replace('type: string', 'type: text')
      .replace('fetch:template', 'nope')
      .replace('  type: service\n', '');
    expect(problems({ 'template.yaml': text })).toHaveLength(3);
  });
});
