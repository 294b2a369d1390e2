import { inTurns } from '#lib/adapters/_shared/in-turns.ts';
import type { RunnerJob } from '#lib/domain/runner/runner.ts';
import { isBusy, toJob } from './mapper.ts';
import { orRefused, type Reader } from './reader.ts';
import { type Entry, Job } from './schema.ts';

export type JobBook = {
  get(id: number): RunnerJob[];
  /** Reads the jobs of busy runners: of so many at most, those that were not looked at for the longest time first. */
  refresh(entries: readonly Entry[], signal?: AbortSignal): Promise<void>;
};

const MOST_AT_ONCE = 40;
const WIDTH = 4;

export function createJobBook(reader: Reader): JobBook {
  const jobs = new Map<number, RunnerJob[]>();
  /** In the order they were looked at, the longest ago first. */
  const looked = new Set<number>();
  return {
    get: (id) => jobs.get(id) ?? [],
    async refresh(entries, signal) {
      const busy = new Set(entries.filter(isBusy).map(({ id }) => id));
      for (const id of [...looked]) {
        if (!busy.has(id)) {
          looked.delete(id);
          jobs.delete(id);
        }
      }
      const due = [...[...busy].filter((id) => !looked.has(id)), ...looked].slice(0, MOST_AT_ONCE);
      await inTurns(due, WIDTH, async (id) => {
        const found = await readJobs(reader, id, signal);
        looked.delete(id);
        looked.add(id);
        jobs.set(id, found);
      });
    },
  };
}

/** Whoever may not see a runner's jobs still sees that it is busy. */
async function readJobs(reader: Reader, id: number, signal: AbortSignal | undefined): Promise<RunnerJob[]> {
  const path = `/runners/${id}/jobs?status=running&per_page=50`;
  return ((await orRefused(() => reader.one(path, Job.array(), signal))) ?? []).map(toJob);
}
