import 'server-only';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { createDetailBook } from './details.ts';
import { createJobBook } from './job-book.ts';
import { listRunners, type RunnerPlaces } from './lists.ts';
import { toRunner, toWaitingJob } from './mapper.ts';
import { createProjectBook } from './project-book.ts';
import { createReader, orRefused, type Reader } from './reader.ts';
import { Job, Version } from './schema.ts';

export type GitLabFleetOptions = RunnerPlaces & {
  id: string;
  label: string;
  /** The address people open it under. */
  url: string;
  token: string;
  /** For each request. */
  timeoutMs: number;
  clock: Pick<Clock, 'now'>;
};

/** The runners of a GitLab, as far as the portal's token may see them. */
export function createGitLabFleet(options: GitLabFleetOptions): RunnerFleet {
  const { id, label, url, clock, projects } = options;
  const reader = createReader(options);
  const details = createDetailBook(reader, () => clock.now());
  const jobs = createJobBook(reader);
  const settings = createProjectBook(reader, () => clock.now());
  const webUrl = url.replace(/\/+$/, '');
  return {
    id,
    label,
    forge: 'gitlab',
    async read(signal) {
      const { entries, gaps, isAdministrator } = await listRunners(reader, options, signal);
      const listed = [...entries.values()];
      await details.refresh(listed, signal);
      await jobs.refresh(listed, signal);
      const found = await Promise.all(
        projects.map(async (path) => ({ path, jobs: await readWaiting(reader, path, signal) })),
      );
      const waiting = found.flatMap(({ path, jobs: own }) =>
        own.map((job) => toWaitingJob(id, path, job, clock.now())),
      );
      const cut = found.filter(({ jobs: own }) => own.length >= MOST_WAITING).map(({ path }) => cutGap(path));
      const rules = await settings.read(projects, signal);
      const home = { id, webUrl, isAdministrator, now: clock.now(), version: await readVersion(reader, signal) };
      const runners = listed.map((entry) => toRunner(home, entry, details.get(entry.id), jobs.get(entry.id)));
      return {
        runners: new Map(runners.map((runner) => [runner.id, runner])),
        gaps: new Map([...gaps, ...cut].map((gap) => [`${id}/${gap.id}`, { ...gap, id: `${id}/${gap.id}` }])),
        waiting: new Map(waiting.map((job) => [job.id, job])),
        rules: new Map(rules.map((rule) => [rule.id, rule])),
      };
    },
  };
}

/** Of each project. */
const MOST_WAITING = 50;

function cutGap(path: string): FleetGap {
  return {
    id: `waiting/${path}`,
    subject: `Waiting jobs of ${path} beyond the newest ${MOST_WAITING}`,
    reason: 'it has more than are looked at',
    remedy: 'They come into sight as the others are taken.',
    isCut: true,
  };
}

/** A token that may not ask for it still shows runners. */
async function readVersion(reader: Reader, signal: AbortSignal | undefined): Promise<string | null> {
  return (await orRefused(() => reader.one('/metadata', Version, signal)))?.version ?? null;
}

/** The jobs of a project that wait for a runner. A project whose jobs may not be seen has none to tell of. */
async function readWaiting(reader: Reader, project: string, signal: AbortSignal | undefined): Promise<Job[]> {
  const path = `/projects/${encodeURIComponent(project)}/jobs?scope[]=pending&per_page=${MOST_WAITING}`;
  return (await orRefused(() => reader.one(path, Job.array(), signal))) ?? [];
}
