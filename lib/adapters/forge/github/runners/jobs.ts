import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import { isMoved } from '../answer-error.ts';
import type { FoundJob } from './mapper.ts';
import { MOVED, orError, type RunnerPlaces } from './places.ts';
import type { Reader } from './reader.ts';
import { Job, Repository, Run } from './schema.ts';

export type FoundJobs = { jobs: FoundJob[]; gaps: FleetGap[] };

/** So many repositories of an organization are looked at where none are named, those with the newest commits. */
const MOST_REPOSITORIES = 30;
/** Of a run that is open, jobs may wait and run at once; of a repository with more open runs, the newest are told. */
const MOST_RUNS = 50;
/** What runs first: it ends, and then what waits has its turn. */
const OPEN = ['in_progress', 'queued'] as const;

/** The jobs that wait for a runner and those that run on one. Each answer that is known already costs nothing. */
export async function findJobs(
  reader: Reader,
  forgeId: string,
  places: RunnerPlaces,
  signal?: AbortSignal,
): Promise<FoundJobs> {
  const { repositories, gaps } = await repositoriesOf(reader, forgeId, places, signal);
  const found = await Promise.all(
    repositories.map(async (repository) => {
      const answer = await orError(() => openJobs(reader, repository, signal));
      return answer instanceof ExternalError
        ? { jobs: [], gaps: [jobsGap(forgeId, repository, answer)] }
        : { jobs: answer.jobs, gaps: answer.isCut ? [cutGap(forgeId, repository)] : [] };
    }),
  );
  return { jobs: found.flatMap(({ jobs }) => jobs), gaps: [...gaps, ...found.flatMap((each) => each.gaps)] };
}

/** Those that are named, or else the organizations' own that are in use. */
async function repositoriesOf(
  reader: Reader,
  forgeId: string,
  { organizations, repositories }: RunnerPlaces,
  signal?: AbortSignal,
): Promise<{ repositories: readonly string[]; gaps: FleetGap[] }> {
  if (repositories.length > 0) {
    return { repositories, gaps: [] };
  }
  const found: string[] = [];
  const gaps: FleetGap[] = [];
  for (const organization of organizations) {
    const path = `/orgs/${encodeURIComponent(organization)}/repos?sort=pushed`;
    const answer = await orError(() => reader.some(path, null, Repository, signal));
    if (answer instanceof ExternalError) {
      gaps.push(jobsGap(forgeId, organization, answer));
      continue;
    }
    const inUse = answer.items.filter(({ archived }) => !archived).map(({ full_name }) => full_name);
    found.push(...inUse.slice(0, MOST_REPOSITORIES));
    if (answer.hasMore || inUse.length > MOST_REPOSITORIES) {
      gaps.push({
        id: `${forgeId}/jobs/${organization}`,
        subject: `Jobs of ${organization} beyond its ${MOST_REPOSITORIES} repositories with the newest commits`,
        reason: 'it has more repositories than are looked at',
        remedy: 'Name those that matter under runners[].repositories.',
      });
    }
  }
  return { repositories: found, gaps };
}

async function openJobs(
  reader: Reader,
  repository: string,
  signal?: AbortSignal,
): Promise<{ jobs: FoundJob[]; isCut: boolean }> {
  const base = `/repos/${encodePath(repository)}/actions/runs`;
  const lists = await Promise.all(
    OPEN.map((status) => reader.some(`${base}?status=${status}`, 'workflow_runs', Run, signal)),
  );
  // A run that began between the two questions is in both answers.
  const runs = new Map(lists.flatMap(({ items }) => items).map((run) => [run.id, run]));
  const jobs = await Promise.all(
    [...runs.values()].slice(0, MOST_RUNS).map(async ({ id, head_branch: ref, repository: its }) => {
      const own = await reader.all(`${base}/${id}/jobs?filter=latest`, 'jobs', Job, signal);
      return own.map((job) => ({ repository, ref: ref ?? null, isPublic: its == null ? null : !its.private, job }));
    }),
  );
  return { jobs: jobs.flat(), isCut: runs.size > MOST_RUNS || lists.some(({ hasMore }) => hasMore) };
}

function cutGap(forgeId: string, repository: string): FleetGap {
  return {
    id: `${forgeId}/runs/${repository}`,
    subject: `Jobs of ${repository} beyond ${MOST_RUNS} of its open runs`,
    reason: 'it has more open runs than are looked at',
    remedy: 'Those that run are looked at first, the others when these have ended.',
    isCut: true,
  };
}

function jobsGap(forgeId: string, path: string, error: ExternalError): FleetGap {
  return {
    id: `${forgeId}/jobs/${path}`,
    subject: `The jobs of ${path}`,
    reason: error.words,
    remedy: isMoved(error)
      ? MOVED
      : `Give the portal's token "Actions: read" of ${path}, or the scope "repo" (classic).`,
  };
}
