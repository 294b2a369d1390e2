import { PortalError } from '#lib/domain/error/portal-error.ts';

type Versioned = { id: string; revision: number };

/**
 * Writes what its writer saw last, and counts its revision up; whoever saw an older one is refused.
 * @param write updates the row with this id and revision; gives how many there were
 */
export async function updateSeen<Item extends Versioned>(
  item: Item,
  write: (where: Versioned, next: Item) => Promise<{ count: number }>,
  refusal: { message: string; suggestion?: string },
): Promise<Item> {
  const { id, revision } = item;
  const next = { ...item, revision: revision + 1 };
  const { count } = await write({ id, revision }, next);
  if (count === 0) {
    const { message, ...more } = refusal;
    throw new PortalError('conflict', message, more);
  }
  return next;
}
