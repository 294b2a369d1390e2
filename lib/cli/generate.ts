import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { composeSchema } from '#prisma/compose.ts';
import { PROVIDERS } from '#prisma/provider.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/**
 * Makes the database clients. Prisma wants to download its schema engine even where it is not used; any
 * executable in its place lets it generate without a network.
 */
function generateDatabaseClients(): void {
  for (const provider of PROVIDERS) {
    execFileSync('prisma', ['generate', '--schema', composeSchema(provider)], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    });
  }
}

/** Makes the schemas that guardrails check manifests against. */
function generateManifestSchemas(): void {
  execFileSync(process.execPath, ['lib/guardrails/schema/generate.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

generateDatabaseClients();
if (existsSync(`${ROOT}lib/guardrails/schema/generate.ts`)) {
  generateManifestSchemas();
}
