import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

export const ROOT = new URL('../../..', import.meta.url).pathname;

/** One import of one file: `to` is a path from the root for our own files, the package's name for others. */
export type Import = { from: string; to: string; typeOnly: boolean; own: boolean };

/** Our own TypeScript files, without what is generated. */
export function sourceFiles(): string[] {
  return globSync('{app,components,lib,sandbox,bench,e2e,prisma}/**/*.{ts,tsx}', { cwd: ROOT })
    .concat(globSync('*.ts', { cwd: ROOT }))
    .filter((path) => !path.includes('/generated/') && !path.endsWith('.d.ts'))
    .toSorted();
}

export function readSource(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function isTest(path: string): boolean {
  return /\.(test|conformance)\.tsx?$/.test(path) || path.startsWith('lib/testing/');
}

export function importsOf(path: string): Import[] {
  const { module } = parseSync(path, readSource(path));
  const statics = module.staticImports.map((statement) => ({
    specifier: statement.moduleRequest.value,
    typeOnly: statement.entries.length > 0 && statement.entries.every(({ isType }) => isType),
  }));
  const reExports = module.staticExports.flatMap((statement) =>
    statement.entries
      .filter(({ moduleRequest }) => moduleRequest !== null)
      .map(({ moduleRequest, isType }) => ({ specifier: moduleRequest?.value ?? '', typeOnly: isType })),
  );
  const text = readSource(path);
  const dynamics = module.dynamicImports
    .map(({ moduleRequest }) => text.slice(moduleRequest.start, moduleRequest.end))
    .filter((request) => /^['"].*['"]$/.test(request))
    .map((request) => ({ specifier: request.slice(1, -1), typeOnly: false }));
  return [...statics, ...reExports, ...dynamics].map(({ specifier, typeOnly }) => toImport(path, specifier, typeOnly));
}

function toImport(from: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('#')) {
    return { from, to: specifier.slice(1), typeOnly, own: true };
  }
  if (specifier.startsWith('.')) {
    return { from, to: relative(ROOT, join(ROOT, dirname(from), specifier)), typeOnly, own: true };
  }
  const [scope = '', name = ''] = specifier.split('/');
  return { from, to: specifier.startsWith('@') ? `${scope}/${name}` : scope, typeOnly, own: false };
}
