import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../statistics/summary.ts';
import { readMemory } from './memory.ts';

const SAMPLE_EVERY_MS = 500;

/** Watches a process's memory for a while: what is resident in the middle of it, and the most there ever was, in MB. */
export async function settledMemory(pid: number, forMs: number): Promise<{ resident: number; peak: number }> {
  const samples: number[] = [];
  do {
    await sleep(SAMPLE_EVERY_MS);
    samples.push(readMemory(pid).resident / 1e6);
  } while (samples.length * SAMPLE_EVERY_MS < forMs);
  return { resident: median(samples), peak: readMemory(pid).peak / 1e6 };
}
