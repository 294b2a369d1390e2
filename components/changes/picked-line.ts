import type { HeadFile } from '#lib/domain/change/change.ts';

/** A line of the files of a change: its number in the old file and in the new one, null where it is not there. */
export type PickedLine = {
  path: string;
  before: number | null;
  after: number | null;
  /** The commit that it was picked in: in another one its number is another line's. */
  sha: string;
};

/** What stands there; '' where the file does not have it. */
export function textOfLine(files: readonly HeadFile[], { path, before, after }: Omit<PickedLine, 'sha'>): string {
  const file = files.find((one) => one.path === path);
  const [text, line] = after === null ? [file?.before, before] : [file?.after, after];
  return text?.split('\n')[(line ?? 0) - 1]?.trim() ?? '';
}

/** How a line is called: by its new number, or by its old one where it goes. */
export function nameOfLine({ path, before, after }: PickedLine): string {
  return after === null ? `${path}:${before} as it was before` : `${path}:${after}`;
}
