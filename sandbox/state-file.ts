import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/** The records of one server, kept in a file. */
export type StateFile<State> = {
  readonly state: State;
  /** True when there was nothing on disk yet. */
  readonly isNew: boolean;
  /** The next number of a sequence, from 1. */
  nextId(sequence: string): number;
  /** Says that the state was changed. It is written soon; `saved` waits for it. */
  changed(): void;
  /** Resolves when everything changed so far is on disk; throws when it could not be written. */
  saved(): Promise<void>;
};

/** Opens `directory/state.json`, or begins a new state where there is none. Throws when the file cannot be read. */
export async function openStateFile<State extends { counters: Record<string, number> }>(
  directory: string,
  emptyState: () => State,
): Promise<StateFile<State>> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'state.json');
  const found = await readState<State>(file);
  const state = found ?? emptyState();
  let isDirty = false;
  let writing: Promise<void> | null = null;

  const writeUntilClean = async () => {
    while (isDirty) {
      isDirty = false;
      await writeAtomically(file, JSON.stringify(state));
    }
  };
  const saved = async () => {
    if (isDirty && writing === null) {
      writing = writeUntilClean().finally(() => {
        writing = null;
      });
    }
    await writing;
  };
  return {
    state,
    isNew: found === null,
    nextId: (sequence) => {
      const next = (state.counters[sequence] ?? 0) + 1;
      state.counters[sequence] = next;
      return next;
    },
    changed: () => {
      isDirty = true;
    },
    saved,
  };
}

async function readState<State>(file: string): Promise<State | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as State;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

/** A kill at any moment leaves either the old file or the new one. */
async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}
