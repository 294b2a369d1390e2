import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Provider } from './provider.ts';

const HERE = import.meta.dirname;

/**
 * Writes the whole schema for one database, datasource in front of the shared models, and gives its path. Prisma
 * fixes the provider in the schema, so one set of models for two databases needs two schemas.
 */
export function composeSchema(provider: Provider): string {
  const path = join(HERE, 'generated', 'schema', `${provider}.prisma`);
  const head = [
    'generator client {',
    '  provider               = "prisma-client"',
    `  output                 = "../${provider}"`,
    '  runtime                = "nodejs"',
    '  moduleFormat           = "esm"',
    '  compilerBuild          = "small"',
    '  generatedFileExtension = "ts"',
    '  importFileExtension    = "ts"',
    '}',
    '',
    'datasource db {',
    `  provider = "${provider}"`,
    '}',
    '',
  ];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, head.join('\n') + readFileSync(join(HERE, 'models.prisma'), 'utf8'));
  return path;
}
