import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenApiSource } from './kubernetes/discovery/openapi-document.ts';

/** Reads generated OpenAPI documents, one file for each group and version; none where the folder is missing. */
export function readOpenApi(dir: string): OpenApiSource {
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.json')) : [];
  const documents = Object.fromEntries(
    names.map((name) => [
      name
        .replace(/\.json$/, '')
        .replaceAll('__', '/')
        .replace(/^apis?\//, ''),
      JSON.parse(readFileSync(join(dir, name), 'utf8')) as Record<string, unknown>,
    ]),
  );
  return () => documents;
}
