import { expect, it } from 'vitest';
import { importsOf, isTest, readSource, sourceFiles } from './imports.ts';

/** Everything but tests; generators and benchmarks among it. */
const product = sourceFiles().filter((path) => !isTest(path) && !path.includes('/testing/'));

/** Ways to run a text as a program. */
const BY_NAME =
  /\beval\s*\(|\bnew Function\b|\bFunction\s*\(|\bsetTimeout\(\s*['"`]|\bsetInterval\(\s*['"`]|\bimport\(\s*[^'"`\s)]|\bprocess\.binding\b|\.constructor\s*\(/;

it('makes no program of a text', () => {
  // `import(` of a variable is allowed to command lines, which load their own files.
  const found = product.filter((path) => /^(lib|app|components)\//.test(path) && !path.startsWith('lib/cli/'));
  expect(found.length).toBeGreaterThan(300);
  expect(found.filter((path) => BY_NAME.test(readSource(path)))).toEqual([]);
});

it('uses no virtual machine and no template engine that computes', () => {
  const banned = [
    'node:vm',
    'vm',
    'node:repl',
    'node:inspector',
    'vm2',
    'isolated-vm',
    'nunjucks',
    'ejs',
    'pug',
    'handlebars',
    'mustache',
    'eta',
    'liquidjs',
    'lodash',
    'underscore',
    'dot',
    'mathjs',
    'expr-eval',
    'jsonata',
    'js-yaml',
  ];
  const users = product.flatMap(importsOf).filter(({ to, own }) => !own && banned.includes(to));
  expect(users.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

it('puts no text into a page as markup', () => {
  const raw =
    /dangerouslySetInnerHTML|\.innerHTML\s*=|\.outerHTML\s*=|insertAdjacentHTML|document\.write\b|createContextualFragment/;
  expect(
    product.filter((path) => /^(app|components|lib)\//.test(path)).filter((path) => raw.test(readSource(path))),
  ).toEqual([]);
});
