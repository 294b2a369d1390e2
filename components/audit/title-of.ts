import type { AuditData } from '#lib/views/audit/read.ts';

/** The title of what a record is about, if it has one. An id stands in addresses: `constructor` must find no method. */
export function titleOf({ titles }: Pick<AuditData, 'titles'>, id: string): string | undefined {
  return Object.hasOwn(titles, id) ? titles[id] : undefined;
}
