import { existsSync, readdirSync, rmSync } from 'node:fs';

/** What is in every folder that a sandbox, a demo or a development run made. */
const MARKS = ['secrets.json', 'ports.json'];

/** Deletes what earlier runs kept. Throws for a folder that is none of theirs. */
export function resetState(dir: string): void {
  const names = existsSync(dir) ? readdirSync(dir) : [];
  if (names.length > 0 && !names.some((name) => MARKS.includes(name))) {
    throw new Error(
      `${dir} was not made by a sandbox: nothing in it was deleted. Delete it yourself, or name another.`,
    );
  }
  rmSync(dir, { recursive: true, force: true });
}
