import { placesInLine } from '#lib/domain/gateway/next-runs.ts';
import type { GatewayRow } from '#lib/domain/gateway/run-row.ts';
import type { Services } from '#lib/portal/context.ts';

/** A request in a list, with its place in the line of its server; null where it does not wait there. */
export type GatewayLine = GatewayRow & { place: number | null };

/** The requests, newest first. */
export function readLines({ gateway }: Pick<Services, 'gateway'>): GatewayLine[] {
  const rows = [...(gateway?.rows.values() ?? [])].toSorted((a, b) => b.createdAt - a.createdAt);
  const places = placesOf(rows);
  return rows.map((row) => ({ ...row, place: places.get(row.id) ?? null }));
}

/** The places of those that wait, each in the line of its server. */
export function placesOf(rows: Iterable<GatewayRow>): Map<string, number> {
  const oldestFirst = [...rows].toSorted((a, b) => a.createdAt - b.createdAt);
  const lines = [...Map.groupBy(oldestFirst, ({ server }) => server).values()];
  const inState = (line: readonly GatewayRow[], wanted: GatewayRow['state']) =>
    line.filter(({ state }) => state === wanted);
  return new Map(lines.flatMap((line) => [...placesInLine(inState(line, 'queued'), inState(line, 'writing'))]));
}
