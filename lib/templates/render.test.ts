// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of templates look like those of JavaScript
import { describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { renderTemplate } from './index.ts';
import { PUBLISH, SMALL, type TemplateFiles, templateOf, withSteps } from './testing/template-files.ts';

type Values = Record<string, unknown>;
const run = (files: TemplateFiles, values: Values = {}, environment: Values = {}) =>
  renderTemplate(templateOf(files, environment), values);
const paths = (files: TemplateFiles, values: Values = {}) => run(files, values).files.map(({ path }) => path);
const fetching = (input: string, more = '') =>
  withSteps(`    - action: fetch:template\n${more}      input: {url: ./skeleton, ${input}}\n${PUBLISH}`);
const failure = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(PortalError);
    return (error as PortalError).message;
  }
  return 'nothing failed';
};

describe('a run', () => {
  it('writes the files with their names and contents rendered, and says what the merge request says', () => {
    const files = {
      'template.yaml': SMALL,
      'skeleton/apps/${{ values.name }}/a.yaml': 'name: ${{ values.name | yaml }}\n',
    };
    expect(run(files, { name: 'web' })).toEqual({
      title: 'Add web',
      description: '',
      branch: 'add-web',
      files: [{ path: 'apps/web/a.yaml', content: 'name: web\n' }],
      notes: [],
    });
  });

  it('keeps the type of a lone expression', () => {
    const values =
      'values: {n: "${{ parameters.n }}", list: "${{ parameters.list }}", text: "n=${{ parameters.n }}", gone: "${{ parameters.gone }}"}';
    const skeleton = '${{ values.n + 1 }} ${{ values.list | length }} ${{ values.text }} ${{ values.gone is defined }}';
    expect(
      run({ 'template.yaml': fetching(values), 'skeleton/a': skeleton }, { n: 2, list: [1, 2] }).files[0]?.content,
    ).toBe('3 2 n=2 false');
  });

  it('does not evaluate what a person typed', () => {
    const files = { 'template.yaml': fetching('values: {x: "${{ parameters.x }}"}'), 'skeleton/a': '${{ values.x }}' };
    expect(run(files, { x: '${{ 7 * 7 }} {% raw %}' }).files[0]?.content).toBe('${{ 7 * 7 }} {% raw %}');
  });

  it('sees the environment and earlier steps', () => {
    const steps = `    - id: a\n      action: fetch:plain\n      input: {url: ./skeleton}\n    - action: portolan:merge-request\n      input: {branchName: x, title: "\${{ environment.parameters.domain }} \${{ steps.a.output | dump }} \${{ steps['a'].output.none }}"}\n`;
    expect(run({ 'template.yaml': withSteps(steps), 'skeleton/a': 'x' }, {}, { domain: 'homelab.local' }).title).toBe(
      'homelab.local {}',
    );
  });

  it.each([
    ['true', ['a', 'b']],
    ['false', ['a']],
    ['${{ parameters.on }}', ['a', 'b']],
    ['${{ not parameters.on }}', ['a']],
    ['${{ parameters.empty }}', ['a']],
    ['${{ parameters.missing }}', ['a']],
    ['${{ always() }}', ['a', 'b']],
    ['${{ failure() }}', ['a']],
  ])('leaves a step out by its condition: %s', (condition, expected) => {
    const steps = `    - {action: "fetch:plain", input: {url: one}}\n    - {action: "fetch:plain", if: "${condition}", input: {url: two}}\n${PUBLISH}`;
    const text = condition === 'true' || condition === 'false' ? steps.replace(`"${condition}"`, condition) : steps;
    expect(paths({ 'template.yaml': withSteps(text), 'one/a': '', 'two/b': '' }, { on: true, empty: [] })).toEqual(
      expected,
    );
  });

  it('runs a step for each entry of a list or mapping', () => {
    const step = `    - action: fetch:template\n      each: \${{ parameters.all }}\n      input: {url: ./skeleton, targetPath: "\${{ each.key }}", values: {v: "\${{ each.value }}"}}\n${PUBLISH}`;
    const files = { 'template.yaml': withSteps(step), 'skeleton/a': '${{ values.v }}' };
    expect(run(files, { all: ['x', 'y'] }).files).toEqual([
      { path: '0/a', content: 'x' },
      { path: '1/a', content: 'y' },
    ]);
    expect(paths(files, { all: { p: 1, q: 2 } })).toEqual(['p/a', 'q/a']);
    expect(failure(() => run(files, { all: 5 }))).toContain('"each" must come out as a list');
    expect(failure(() => run(files, { all: Array(100).fill(1) }))).toContain('more than 50 times');
  });
});

describe('fetch:template', () => {
  it.each<[string, string, TemplateFiles, string[]]>([
    [
      'leaves out a file whose name comes out empty',
      'values: {on: false}',
      { "skeleton/${{ 'a' if values.on else '' }}": '', 'skeleton/b': '' },
      ['b'],
    ],
    [
      'leaves out a folder whose name comes out empty',
      'values: {}',
      { 'skeleton/x/${{ values.none }}/a': '', 'skeleton/b': '' },
      ['b'],
    ],
    ['puts it below targetPath', 'targetPath: ./deep/er/', { 'skeleton/a': '' }, ['deep/er/a']],
    [
      'takes the extension off rendered files',
      'templateFileExtension: true',
      { 'skeleton/a.yaml.njk': '', 'skeleton/b.yaml': '${{ no such' },
      ['a.yaml', 'b.yaml'],
    ],
    ['takes another extension', 'templateFileExtension: .tpl', { 'skeleton/a.tpl': '' }, ['a']],
  ])('%s', (_, input, files, expected) => {
    expect(paths({ 'template.yaml': fetching(input), ...files })).toEqual(expected);
  });

  it('copies files that are not to be rendered', () => {
    const files = {
      'template.yaml': fetching('copyWithoutTemplating: ["raw/**", "*.sh"]'),
      'skeleton/raw/x/a': '${{ 1 + 1 }}',
      'skeleton/b.sh': '${{ 2 }}',
      'skeleton/c': '${{ 3 }}',
    };
    expect(run(files).files.map(({ content }) => content)).toEqual(['${{ 2 }}', '3', '${{ 1 + 1 }}']);
  });

  it('trims blocks where the step asks for it', () => {
    const skeleton = 'a\n  {% if true %}\n  b\n  {% endif %}\nc\n';
    expect(
      run({ 'template.yaml': fetching('trimBlocks: true, lstripBlocks: true'), 'skeleton/a': skeleton }).files[0]
        ?.content,
    ).toBe('a\n  b\nc\n');
    expect(run({ 'template.yaml': fetching('values: {}'), 'skeleton/a': skeleton }).files[0]?.content).toBe(
      'a\n  \n  b\n  \nc\n',
    );
  });

  it('keeps a file that is there unless told to replace it', () => {
    const steps = (replace: boolean) =>
      withSteps(
        `    - {action: "fetch:plain", input: {url: one}}\n    - {action: "fetch:template", input: {url: two, replace: ${replace}}}\n${PUBLISH}`,
      );
    const content = (replace: boolean) =>
      run({ 'template.yaml': steps(replace), 'one/a': 'old', 'two/a': 'new' }).files[0]?.content;
    expect([content(false), content(true)]).toEqual(['old', 'new']);
  });

  it.each(['https://evil.example/x', '/etc', '../other', './a/../../b', 'skeleton\\..', 'file:///etc', './missing'])(
    'fetches nothing from %s',
    (url) => {
      const text = withSteps(`    - {action: "fetch:template", input: {url: '${url}'}}\n${PUBLISH}`);
      expect(failure(() => run({ 'template.yaml': text, 'skeleton/a': '' }))).toContain(
        'The template failed at fetch:template',
      );
    },
  );

  it.each([
    ['..', 'may not hold ".."'],
    ['.git', 'may not enter ".git"'],
    ['a b', 'may only hold'],
    ['a\\..\\b', 'may only hold'],
    ['a\u0000', 'may only hold'],
    ['x'.repeat(300), 'longer than'],
  ])('writes no file called %j', (name, message) => {
    const files = {
      'template.yaml': fetching('values: {name: "${{ parameters.name }}"}'),
      'skeleton/${{ values.name }}/a': '',
    };
    expect(failure(() => run(files, { name }))).toContain(message);
  });
});

describe('the merge request', () => {
  const publishing = (input: string, action = 'portolan:merge-request') =>
    withSteps(
      `    - {action: "fetch:plain", input: {url: ./skeleton}}\n    - action: ${action}\n      input: ${input}\n`,
    );

  it.each(['publish:gitlab:merge-request', 'publish:github:pull-request'])(
    '%s means the same, in the configured repository, and says so',
    (action) => {
      const text = publishing(
        '{repoUrl: "evil.example?owner=o&repo=r", branchName: b, title: T, targetBranchName: x}',
        action,
      );
      const rendered = run({ 'template.yaml': text, 'skeleton/a': '' });
      expect(rendered).toMatchObject({ title: 'T', branch: 'b' });
      expect(rendered.notes).toEqual([expect.stringContaining('repoUrl, targetBranchName; the configured repository')]);
    },
  );

  it('takes a part of the files, and puts it elsewhere', () => {
    const text = publishing('{branchName: b, title: T, sourcePath: out, targetPath: apps}');
    expect(paths({ 'template.yaml': text, 'skeleton/out/a': '', 'skeleton/other/b': '' })).toEqual(['apps/a']);
  });

  it.each(['', 'a b', '-a', 'a..b', 'a//b', 'a.lock', '/a', 'a/', 'a~1', 'x'.repeat(130)])(
    'refuses the branch %j',
    (branchName) => {
      const text = publishing(`{branchName: "\${{ parameters.b }}", title: T}`);
      expect(failure(() => run({ 'template.yaml': text, 'skeleton/a': '' }, { b: branchName }))).toMatch(
        /cannot be the name of a branch|branchName comes out empty/,
      );
    },
  );

  it('keeps a title to one line', () => {
    const text = publishing('{branchName: b, title: "${{ parameters.t }}"}');
    expect(run({ 'template.yaml': text, 'skeleton/a': '' }, { t: 'a\n\nTrailer: b  ' }).title).toBe('a Trailer: b');
  });

  it('is opened once', () => {
    const text = withSteps(`    - {action: "fetch:plain", input: {url: ./skeleton}}\n${PUBLISH}${PUBLISH}`);
    expect(failure(() => run({ 'template.yaml': text, 'skeleton/a': '' }))).toContain('a second merge request');
    const none = withSteps(PUBLISH.replace('    - ', '    - if: false\n      '));
    expect(failure(() => run({ 'template.yaml': none }))).toContain('no step opened a merge request');
  });
});

describe('hostile templates', () => {
  const text = (content: string) => ({ 'template.yaml': fetching('values: {x: 1}'), 'skeleton/a.yaml': content });

  it.each([
    ['code', "${{ ''.constructor.constructor('return process')() }}"],
    ['prototypes', '${{ values.__proto__ }}'],
    ['files', "{% include '/etc/passwd' %}"],
    ['files, by inheritance', "{% extends 'x' %}"],
    ['an endless loop', '{% for i in range(0, 1000000000) %}{% endfor %}'],
    ['nested loops', '{% for i in range(0, 5000) %}{% for j in range(0, 5000) %}{% endfor %}{% endfor %}'],
    ['doubling', "{% set x = 'aaaaaaaaaa' %}{% for i in range(0, 40) %}{% set x = x + x %}{% endfor %}${{ x }}"],
    [
      'much output',
      '{% for i in range(0, 9000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}',
    ],
    ['deep nesting', `\${{ ${'('.repeat(2_000)}1${')'.repeat(2_000)} }}`],
    ['an unknown filter', '${{ values.x | now }}'],
    ['an open expression', '${{ values.x'],
    ['a regular expression made to hang', "${{ 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' | replace(r/^(a+)+$/, 'b') }}"],
  ])('%s: come to an end, with the file and the line', (_, content) => {
    expect(failure(() => run(text(content)))).toMatch(
      /^The template failed at skeleton|^The template failed at a\.yaml, line 1: /,
    );
  });

  it.each([
    ['too many files', Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`skeleton/f${index}`, 'x']))],
    [
      'too much in all',
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`skeleton/f${index}`, 'x'.repeat(390_000)])),
    ],
  ])('%s', (_, files) => {
    const steps = withSteps(`    - {action: "fetch:plain", input: {url: ./skeleton}}\n${PUBLISH}`);
    expect(failure(() => run({ 'template.yaml': steps, ...files }))).toContain('more than a change may hold');
  });
});

describe('filters of Backstage', () => {
  it.each([
    ["${{ 'github.com?owner=o&repo=r' | parseRepoUrl | dump }}", '{"host":"github.com","repo":"r","owner":"o"}'],
    ["${{ 'github.com?owner=o&repo=r' | projectSlug }}", 'o/r'],
    ["${{ ('github.com?owner=o&repo=r' | parseRepoUrl).owner }}", 'o'],
    ["${{ 'github.com?owner=o&repo=r' | parseRepoUrl | pick('repo') }}", 'r'],
    ["${{ values | pick('a.b') }}", '5'],
    ["${{ values | pick('constructor') }}", ''],
    ["${{ 'component:default/web' | parseEntityRef | pick('name') }}", 'web'],
    [
      "${{ 'web' | parseEntityRef({defaultKind: 'Component'}) | dump }}",
      '{"kind":"component","namespace":"default","name":"web"}',
    ],
    ["${{ 'Web App' | lower | replace(' ', '-') }}", 'web-app'],
  ])('%s', (expression, expected) => {
    expect(run({ 'template.yaml': fetching('values: {a: {b: 5}}'), 'skeleton/a': expression }).files[0]?.content).toBe(
      expected,
    );
  });

  it('say what they need', () => {
    expect(
      failure(() => run({ 'template.yaml': fetching('values: {}'), 'skeleton/a': "${{ 'x' | parseRepoUrl }}" })),
    ).toContain('host?owner=OWNER&repo=REPOSITORY');
  });
});
