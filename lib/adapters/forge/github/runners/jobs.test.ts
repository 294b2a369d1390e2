import { expect, it } from 'vitest';
import { findJobs } from './jobs.ts';
import type { Reader } from './reader.ts';

/** A GitHub with these runs, each of as many jobs; `some` gives the first page alone. */
function readerOf(runs: Record<'in_progress' | 'queued', number[]>, jobsEach: number, hasMore = false): Reader {
  const answer = (path: string): object[] => {
    const run = /\/runs\/(\d+)\/jobs/.exec(path)?.[1];
    if (run === undefined) {
      return runs[path.endsWith('in_progress') ? 'in_progress' : 'queued'].map((id) => ({ id }));
    }
    return Array.from({ length: jobsEach }, (_, index) => ({ id: 1000 * Number(run) + index, status: 'queued' }));
  };
  return {
    all: async (path, _key, shape) => shape.array().parse(answer(path)),
    some: async (path, _key, shape) => ({ items: shape.array().parse(answer(path).slice(0, 100)), hasMore }),
    ended: () => undefined,
  };
}

const read = (reader: Reader) => findJobs(reader, 'github', { organizations: [], repositories: ['acme/web'] });

it('a run that began between the two questions is told once', async () => {
  const { jobs, gaps } = await read(readerOf({ in_progress: [1, 2], queued: [2, 3] }, 1));
  expect([jobs.map(({ job }) => job.id), gaps]).toEqual([[1000, 2000, 3000], []]);
});

it('all jobs of a large matrix are told', async () => {
  expect((await read(readerOf({ in_progress: [1], queued: [] }, 250))).jobs).toHaveLength(250);
});

it('that there are more runs than one page is said', async () => {
  const { gaps } = await read(readerOf({ in_progress: [1], queued: [] }, 1, true));
  expect(gaps).toMatchObject([{ subject: 'Jobs of acme/web beyond 50 of its open runs', isCut: true }]);
});
