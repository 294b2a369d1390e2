import { defineConfig } from 'prisma/config';
import { composeSchema } from './prisma/compose.ts';
import { providerOf } from './prisma/provider.ts';

// Only for Prisma's own command line, where its schema engine can be had. The portal brings its database
// up to date by itself at start, from the same migration files (lib/adapters/db/migrate.ts).
const url = process.env.PORTOLAN_DATABASE_URL ?? 'file:.portolan/portolan.db';
const provider = providerOf(url);

export default defineConfig({
  schema: composeSchema(provider),
  migrations: { path: `prisma/migrations/${provider}` },
  datasource: { url },
});
