import type { ApplicationRow } from '#lib/views/applications/row.ts';
import { cookieHeader, type SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';

/** The rows of the board, as a browser gets them. */
export async function readRows({ portalUrl }: BenchPlatform, viewer: SignedIn): Promise<ApplicationRow[]> {
  const address = `${portalUrl}/api/views/applications?params=%7B%7D`;
  const response = await fetch(address, { headers: { cookie: cookieHeader(viewer) } });
  if (!response.ok) {
    throw new Error(`${address} answers ${response.status}`);
  }
  const { data } = (await response.json()) as { data: { rows: ApplicationRow[] } };
  return data.rows;
}
