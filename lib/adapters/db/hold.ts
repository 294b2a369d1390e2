import 'server-only';
import { createClient } from '@libsql/client';
import { PortalError } from '#lib/domain/error/portal-error.ts';

/**
 * Takes an SQLite file for this process until released. The lock is one of the operating system's, on a file beside
 * the database, so it ends with the process however that ends. Throws PortalError when another process has it.
 */
export async function holdDatabase(url: string): Promise<() => void> {
  const client = createClient({ url: `${url}.lock`, timeout: 0 });
  try {
    // An open write transaction is a lock that needs no clean-up.
    const transaction = await client.transaction('write');
    return () => {
      transaction.close();
      client.close();
    };
  } catch (cause) {
    client.close();
    throw new PortalError('unavailable', `Another Portolan is using the database ${url.slice('file:'.length)}.`, {
      suggestion: 'Stop it first, or give this one another database. For several at once use PostgreSQL.',
      cause,
    });
  }
}
