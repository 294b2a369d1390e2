import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { FleetGap } from '#lib/domain/runner/fleet.ts';
import type { FoundJob } from './mapper.ts';
import { encodePath, orError, type RunnerPlaces } from './places.ts';
import type { Reader } from './reader.ts';
import { Job, Repository, Run } from './schema.ts';

export type FoundJobs = { jobs: FoundJob[]; gaps: FleetGap[] };

/** So many repositories of an organization are looked at where none are named, those with the newest commits. */
const MOST_REPOSITORIES = 30;
/** Of a run that is open, jobs may wait and run at once; of a repository with more open runs, the newest are told. */
const MOST_RUNS = 50;
const OPEN = ['queued', 'in_progress'] as const;

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
        : { jobs: answer, gaps: [] };
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

async function openJobs(reader: Reader, repository: string, signal?: AbortSignal): Promise<FoundJob[]> {
  const base = `/repos/${encodePath(repository)}/actions/runs`;
  const lists = await Promise.all(
    OPEN.map((status) => reader.some(`${base}?status=${status}`, 'workflow_runs', Run, signal)),
  );
  const runs = lists.flatMap(({ items }) => items).slice(0, MOST_RUNS);
  const jobs = await Promise.all(
    runs.map(async ({ id, head_branch: ref }) => {
      const { items } = await reader.some(`${base}/${id}/jobs?filter=latest`, 'jobs', Job, signal);
      return items.map((job) => ({ repository, ref: ref ?? null, job }));
    }),
  );
  return jobs.flat();
}

function jobsGap(forgeId: string, path: string, { words }: ExternalError): FleetGap {
  return {
    id: `${forgeId}/jobs/${path}`,
    subject: `The jobs of ${path}`,
    reason: words,
    remedy: `Give the portal's token "Actions: read" of ${path}, or the scope "repo" (classic).`,
  };
}
