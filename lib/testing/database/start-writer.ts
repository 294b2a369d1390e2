import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createDatabaseClient } from '#lib/adapters/db/client.ts';
import type { Acknowledged } from './writer.ts';

const WRITER = new URL('./writer.ts', import.meta.url).pathname;

export type WriterRun = {
  child: ChildProcess;
  ended: Promise<{ code: number | null; signal: string | null; problems: string }>;
};

/**
 * Starts a process that writes until it is killed.
 * @param told is given each thing that it said was written, at once
 */
export function startWriter(
  url: string,
  { writers, pauseMs = 0 }: { writers: number; pauseMs?: number },
  told: (what: Acknowledged) => void,
): WriterRun {
  const child = spawn(process.execPath, ['--conditions=react-server', WRITER, url, `${writers}`, `${pauseMs}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let problems = '';
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString('utf8');
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    // The last line may be cut by the kill: then it was said of something that was written all the same.
    if (line.endsWith('}')) {
      told(JSON.parse(line) as Acknowledged);
    }
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, problems }));
  return { child, ended };
}

/** What was said to be written and is not there. */
export async function lostOf(url: string, told: readonly Acknowledged[]): Promise<Acknowledged[]> {
  const client = createDatabaseClient(url);
  try {
    const changes = await client.change.findMany({
      where: { id: { in: told.map(({ changeId }) => changeId) } },
      select: { id: true },
    });
    const records = await client.auditRecord.findMany({
      where: { sequence: { in: told.map(({ sequence }) => sequence) } },
    });
    const written = new Set(records.map(({ subjectId, sequence, hash }) => `${subjectId} ${sequence} ${hash}`));
    const there = new Set(changes.map(({ id }) => id));
    return told.filter(
      ({ changeId, sequence, hash }) => !(there.has(changeId) && written.has(`${changeId} ${sequence} ${hash}`)),
    );
  } finally {
    await client.$disconnect();
  }
}
