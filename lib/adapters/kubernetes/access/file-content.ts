import { readFile } from 'node:fs/promises';
import type { Clock } from '#lib/ports/clock.ts';

/** How long a file is taken to be unchanged; client-go reads token files again after a minute at the latest. */
const FRESH_MS = 30_000;

/** Files that others replace while the portal runs. */
export type FileContents = {
  /** The text of a file as it was within the last half minute. Throws what reading throws. */
  read(path: string): Promise<string>;
  /** Reads everything anew the next time. */
  forget(): void;
};

export function createFileContents(clock: Pick<Clock, 'now'>): FileContents {
  const known = new Map<string, { text: string; readAt: number }>();
  return {
    async read(path) {
      const before = known.get(path);
      const now = clock.now();
      if (before !== undefined && now >= before.readAt && now - before.readAt < FRESH_MS) {
        return before.text;
      }
      const text = await readFile(path, 'utf8');
      known.set(path, { text, readAt: now });
      return text;
    },
    forget: () => known.clear(),
  };
}
