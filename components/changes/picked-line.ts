/** A line of the files of a change: its number in the old file and in the new one, null where it is not there. */
export type PickedLine = { path: string; before: number | null; after: number | null };

/** How a line is called: by its new number, or by its old one where it goes. */
export function nameOfLine({ path, before, after }: PickedLine): string {
  return after === null ? `${path}:${before} as it was before` : `${path}:${after}`;
}
