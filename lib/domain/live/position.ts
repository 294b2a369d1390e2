/**
 * A place in the live stream: everything up to `version` is known. Versions count within an epoch, which is another
 * after every start of the server; places of different epochs cannot be compared.
 */
export type Position = { epoch: string; version: number };

export function formatPosition({ epoch, version }: Position): string {
  return `${epoch}.${version}`;
}

/** Reads what `formatPosition` wrote; null for anything else, because it comes back from outside. */
export function parsePosition(text: string | null | undefined): Position | null {
  const match = /^([A-Za-z0-9_-]{1,40})\.(\d{1,15})$/.exec(text ?? '');
  const [, epoch, version] = match ?? [];
  return epoch === undefined ? null : { epoch, version: Number(version) };
}

/** Whether `position` is at or behind `other`, in the same epoch. */
export function isCoveredBy(position: Position, other: Position): boolean {
  return position.epoch === other.epoch && position.version <= other.version;
}
