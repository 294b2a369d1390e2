import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { lostOf, startWriter } from '#lib/testing/database/start-writer.ts';
import type { Acknowledged } from '#lib/testing/database/writer.ts';
import { readMemory } from '../process/memory.ts';
import { type Figure, figure } from '../report/figure.ts';
import { checkStore, tryBackup } from '../store/check-store.ts';
import type { MeasureContext } from './context.ts';

const MIGRATIONS = new URL('../../prisma/migrations', import.meta.url).pathname;
/** Two records in each turn of each writer: fifty a second, less what writing takes. */
const WRITERS = { writers: 8, pauseMs: 320 };
/** Ended by turns in half of the time; one more takes the other half, for what only grows with time. */
const SHORT_LIVES = 10;
const LOOKS_A_LIFE = 10;
const WARM_UP_MS = 20_000;
const GROWTH_MB = 50;
/** By then V8 has as much as it takes for the work. */
const SETTLED_LOOK = 2;
/** Of what was said, so many of the last are looked for one by one; the chain tells of all of them. */
const LOOKED_FOR = 5000;

type Life = { ms: number; end: 'SIGKILL' | 'SIGTERM' };
type Tally = { records: number; aborts: string[]; lost: number; backups: number; last: Acknowledged | null };

/**
 * R9: a store that is written and read for a long time by a process of its own, backed up meanwhile, killed and started
 * again. Counts how often the process ended otherwise than it was told to.
 */
export async function measureStoreSoak(context: MeasureContext): Promise<Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'portolan-bench-soak-'));
  const url = `file:${join(dir, 'portolan.db')}`;
  await migrateDatabase(url, MIGRATIONS);
  const tally: Tally = { records: 0, aborts: [], lost: 0, backups: 0, last: null };
  let memory: number[] = [];
  try {
    for (const life of livesOf(context.minutes * 60_000)) {
      memory = await live(url, life, tally, context.say);
      await checkStore(url, anchorsOf(tally));
      context.say(`  ended by ${life.end}, ${tally.lost} lost, ${tally.aborts.length} aborts, integrity and chain ok`);
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
  for (const abort of tally.aborts) {
    context.say(`  aborted: ${abort}`);
  }
  return figuresOf(context.minutes, tally, memory);
}

function livesOf(ms: number): Life[] {
  const short = (_: unknown, index: number): Life => ({
    ms: ms / 2 / SHORT_LIVES,
    end: index % 2 === 0 ? 'SIGKILL' : 'SIGTERM',
  });
  return [...Array.from({ length: SHORT_LIVES }, short), { ms: ms / 2, end: 'SIGKILL' }];
}

/** One process from its start to its end, with backups meanwhile; gives its memory now and then, in MB. */
async function live(url: string, { ms, end }: Life, tally: Tally, say: MeasureContext['say']): Promise<number[]> {
  const told: Acknowledged[] = [];
  const memory: number[] = [];
  const { child, ended } = startWriter(url, WRITERS, (what) => {
    tally.records += 1;
    tally.last = what;
    told.push(what);
    if (told.length > 2 * LOOKED_FOR) {
      told.splice(0, LOOKED_FOR);
    }
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const until = performance.now() + ms;
  try {
    await sleep(Math.min(WARM_UP_MS, ms / 4));
    for (let look = LOOKS_A_LIFE; look > 0 && isRunning() && performance.now() < until; look -= 1) {
      memory.push(readMemory(child.pid ?? 0).resident / 1e6);
      await tryBackup(url, anchorsOf(tally));
      tally.backups += 1;
      say(
        `  ${new Date().toISOString()} ${tally.records} records, ${tally.backups} backups, ${Math.round(memory.at(-1) ?? 0)} MB`,
      );
      await Promise.race([ended, sleep(Math.max(0, until - performance.now()) / look)]);
    }
  } finally {
    if (isRunning()) {
      child.kill(end);
    }
  }
  const { code, signal, problems } = await ended;
  if (told.length === 0) {
    throw new Error(`a writer acknowledged nothing in ${ms} ms: ${problems || 'it hangs'}`);
  }
  if (problems !== '' || (end === 'SIGKILL' ? signal !== end : code !== 0)) {
    tally.aborts.push(`ended with ${signal ?? code} ${problems}`);
  }
  tally.lost += (await lostOf(url, told.slice(-LOOKED_FOR))).length;
  return memory;
}

function anchorsOf({ last }: Tally) {
  return last === null ? [] : [{ sequence: last.sequence, hash: last.hash }];
}

function figuresOf(minutes: number, { records, aborts, lost }: Tally, memory: readonly number[]): Figure[] {
  const before = memory[SETTLED_LOOK] ?? Number.NaN;
  const what = `in ${minutes} minutes, ${records.toLocaleString('en')} records`;
  return [
    figure({ goal: 'R9', what: `aborts ${what}`, unit: '', limit: 0, samples: [aborts.length] }),
    figure({ goal: 'R9', what: 'records that were acknowledged and lost', unit: '', limit: 0, samples: [lost] }),
    figure({
      goal: 'R9',
      what: 'resident at the end of the longest life',
      unit: 'MB',
      limit: before + GROWTH_MB,
      samples: memory.slice(-1),
      baseline: { label: 'after a fifth of it', samples: [before] },
    }),
  ];
}
