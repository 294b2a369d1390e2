import type { ConnectionGroup, ConnectionRow } from '#lib/domain/connection/row.ts';

export type Named = Pick<ConnectionRow, 'id' | 'title' | 'address'> & Partial<Pick<ConnectionRow, 'partOf'>>;
export type Known = Pick<ConnectionRow, 'state' | 'since' | 'heardAt' | 'reason' | 'remedy'>;

/** A time that a live row shows is told in steps, or each row would be news every moment. */
const STEP_MS = 5_000;

/** A row of which nothing but its state is known. */
export function rowOf(named: Named, group: ConnectionGroup, known: Known): ConnectionRow {
  return {
    partOf: null,
    ...named,
    group,
    ...known,
    heardAt: known.heardAt === null ? null : Math.floor(known.heardAt / STEP_MS) * STEP_MS,
    holds: '',
    version: null,
    identity: null,
    findings: [],
    checkedAt: null,
    failures: [],
  };
}

export function counted(count: number, what: string): string {
  return `${count} ${count === 1 ? what : `${what}s`}`;
}
