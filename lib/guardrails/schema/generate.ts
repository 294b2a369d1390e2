import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { buildBundle, type DeclarationFile } from './build-bundle.ts';
import { MODEL_PACKAGES } from './definition-name.ts';
import { openApiDocuments } from './open-api.ts';

/**
 * Writes the schemas that the guardrails ship with, from the type declarations of the model packages, so that they
 * exist without a cluster and without the internet. Run as a script before the build:
 * `generated/kubernetes.json` for the guardrails, `generated/openapi/` for an API server to serve.
 */
async function generate(): Promise<void> {
  const target = new URL('./generated/', import.meta.url);
  const files: DeclarationFile[] = [];
  for (const from of MODEL_PACKAGES) {
    const root = packageRoot(from.name);
    for (const path of await declarationPaths(root)) {
      const source = await readFile(join(root, `${path}.d.ts`), 'utf8');
      const syntax = parseSync(`${path}.d.ts`, source);
      files.push({ package: from, path, syntax, fractions: await hasFractions(root, source) });
    }
  }
  const bundle = buildBundle(files, 'the shipped schemas');
  const documents = openApiDocuments(bundle);
  await mkdir(new URL('openapi/', target), { recursive: true });
  await writeFile(new URL('kubernetes.json', target), JSON.stringify(bundle));
  for (const [path, document] of documents) {
    await writeFile(new URL(`openapi/${path.replaceAll('/', '__')}.json`, target), JSON.stringify(document));
  }
  process.stdout.write(`schemas: ${Object.keys(bundle.kinds).length} kinds, ${documents.size} group versions\n`);
}

function packageRoot(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

/** The models carry API versions back to Kubernetes 1.14; no server of today has their alpha and beta ones. */
const OLD_VERSION = /^(?!v1\/|argoproj\.io\/|github\.com\/|apis\/).*\/v\d+(?:alpha|beta)\d+\//;

/** Every declaration file below a package's root without its ending, but for indexes and compiled validators. */
async function declarationPaths(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true });
  return entries
    .filter((path) => path.endsWith('.d.ts') && !path.endsWith('index.d.ts') && !path.startsWith('_schemas'))
    .map((path) => path.slice(0, -'.d.ts'.length))
    .filter((path) => !OLD_VERSION.test(path))
    .sort();
}

/** The compiled validator beside a declaration still knows which numbers may have fractions. */
async function hasFractions(root: string, source: string): Promise<boolean> {
  const [, name] = /export type \{ I\w+ as I(\w+)/.exec(source) ?? [];
  if (name === undefined || !source.includes(': number')) {
    return false;
  }
  const validator = await readFile(join(root, '_schemas', `${name}.js`), 'utf8');
  return validator.includes('type:"number"');
}

await generate();
