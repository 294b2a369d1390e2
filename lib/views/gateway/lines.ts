import { placeInLine } from '#lib/domain/gateway/next-runs.ts';
import type { GatewayRow } from '#lib/domain/gateway/run-row.ts';
import type { Services } from '#lib/portal/context.ts';

/** A request in a list, with its place in the line of its server; null where it does not wait there. */
export type GatewayLine = GatewayRow & { place: number | null };

/** The requests, newest first. */
export function readLines({ gateway }: Pick<Services, 'gateway'>): GatewayLine[] {
  const rows = [...(gateway?.rows.values() ?? [])].toSorted((a, b) => b.createdAt - a.createdAt);
  return rows.map((row) => ({ ...row, place: row.state === 'queued' ? placeOf(row, rows) : null }));
}

/** The place of one; null where it does not wait. */
export function placeOf(row: GatewayRow, rows: Iterable<GatewayRow>): number | null {
  const here = [...rows].filter(({ server }) => server === row.server).toSorted((a, b) => a.createdAt - b.createdAt);
  const waiting = here.filter(({ state }) => state === 'queued');
  const working = here.filter(({ state }) => state === 'writing');
  return placeInLine(row.id, waiting, working);
}
