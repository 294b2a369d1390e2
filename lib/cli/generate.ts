import { execFileSync } from 'node:child_process';
import { composeSchema, PROVIDERS } from '#prisma/compose.ts';

/**
 * Makes the database clients. Prisma wants to download its schema engine even where it is not used; any
 * executable in its place lets it generate without a network.
 */
export function generateDatabaseClients(): void {
  for (const provider of PROVIDERS) {
    execFileSync('prisma', ['generate', '--schema', composeSchema(provider)], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    });
  }
}
