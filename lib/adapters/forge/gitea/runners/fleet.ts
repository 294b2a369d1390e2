import 'server-only';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { FleetGap, FleetReading, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { type Place, toRunner, toRunnerJob, toWaitingJob } from './mapper.ts';
import { createReadAll, type GiteaConnection, type ReadAll } from './reader.ts';
import { Job, Runner as RunnerBody } from './schema.ts';

export type GiteaFleetOptions = GiteaConnection & {
  label: string;
  /** Whether the runners of the whole instance are shown, which takes the token of an administrator. */
  instance: boolean;
  organizations: readonly string[];
  /** As `owner/name`. */
  repositories: readonly string[];
};

const RIGHTS: Record<Place['level'], string> = {
  instance: 'the scope "read:admin" of an administrator',
  organization: 'the scope "read:organization" of an owner of the organization',
  repository: 'the scope "read:repository" of an administrator of the repository',
};

/** The runners of a Gitea, from 1.24 on, as far as the token may see them; their jobs from 1.25 on. */
export function createGiteaFleet(options: GiteaFleetOptions): RunnerFleet {
  const { id, label, instance, organizations, repositories } = options;
  const webUrl = options.url.replace(/\/+$/, '');
  const readAll = createReadAll(options);
  const places: Place[] = [
    ...(instance
      ? [{ level: 'instance' as const, path: '', base: 'admin', settings: '/-/admin/actions/runners' }]
      : []),
    ...organizations.map((path) => ({
      level: 'organization' as const,
      path,
      base: `orgs/${encodeURIComponent(path)}`,
      settings: `/org/${path}/settings/actions/runners`,
    })),
    ...repositories.map((path) => ({
      level: 'repository' as const,
      path,
      base: inRepository(path),
      settings: `/${path}/settings/actions/runners`,
    })),
  ];
  return {
    id,
    label,
    forge: 'gitea',
    async read(signal) {
      const readings = await Promise.all(places.map((place) => readPlace(readAll, place, signal)));
      const refused = readings.flatMap(({ place, runners }) =>
        runners instanceof ExternalError ? [{ place, error: runners }] : [],
      );
      if (refused.length === readings.length && refused[0] !== undefined) {
        throw refused[0].error;
      }
      const home = { id, webUrl };
      const runners = readings.flatMap(({ place, runners: bodies, jobs }) =>
        bodies instanceof ExternalError
          ? []
          : bodies.map((body) => {
              const own = jobs.filter((job) => job.status === 'in_progress' && job.runner_id === body.id);
              return toRunner(
                { ...home, place },
                body,
                own.map((job) => toRunnerJob(home, job)),
              );
            }),
      );
      const waiting = readings
        .flatMap(({ jobs }) => jobs)
        .filter(({ status }) => status === 'queued')
        .map((job) => toWaitingJob(home, job));
      const gaps = [
        ...(instance ? [] : [unasked(id)]),
        ...refused.map(({ place, error }) => toGap(id, place, error)),
        ...readings.flatMap(({ place, untold }) => (untold === null ? [] : [jobsGap(id, place, untold)])),
      ];
      return readingOf(runners, waiting, gaps);
    },
  };
}

type PlaceReading = {
  place: Place;
  runners: RunnerBody[] | ExternalError;
  jobs: Job[];
  /** Why its jobs are not told; null where they are, or nothing of it is. */
  untold: ExternalError | null;
};

async function readPlace(readAll: ReadAll, place: Place, signal: AbortSignal | undefined): Promise<PlaceReading> {
  const runners = await orError(() => readAll(`${place.base}/actions/runners`, 'runners', RunnerBody, { signal }));
  if (runners instanceof ExternalError) {
    return { place, runners, jobs: [], untold: null };
  }
  const lists = await Promise.all(
    ['queued', 'in_progress'].map((status) =>
      orError(() => readAll(`${place.base}/actions/jobs`, 'jobs', Job, { query: { status }, signal })),
    ),
  );
  const untold = lists.find((list) => list instanceof ExternalError) ?? null;
  return { place, runners, jobs: lists.flatMap((list) => (list instanceof ExternalError ? [] : list)), untold };
}

/** What is refused, or is not there in an older version, is a part that is missing; anything else is a failure of the whole. */
async function orError<Value>(read: () => Promise<Value>): Promise<Value | ExternalError> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ExternalError && (error.kind === 'forbidden' || error.kind === 'not-found')) {
      return error;
    }
    throw error;
  }
}

function nameOf({ level, path }: Place): string {
  return level === 'instance' ? 'the whole instance' : `the ${level} ${path}`;
}

function toGap(forgeId: string, place: Place, error: ExternalError): FleetGap {
  const { level, path } = place;
  return {
    id: `${forgeId}/${level}/${path}`,
    subject: `The runners of ${nameOf(place)}`,
    reason: error.words,
    remedy:
      error.kind === 'not-found'
        ? `Check the name; a Gitea before 1.24, and a Forgejo, do not tell their runners. It takes ${RIGHTS[level]}.`
        : `Give the portal's token ${RIGHTS[level]}.`,
    hides: { forge: 'gitea', path },
  };
}

/** Who may take any job is not known where only some places are looked at. */
function unasked(forgeId: string): FleetGap {
  return {
    id: `${forgeId}/instance/`,
    subject: 'The runners of the whole instance',
    reason: 'they are not asked for',
    remedy: `Set instance: true for the runners of "${forgeId}" in portolan.yaml, with ${RIGHTS.instance}.`,
    hides: { forge: 'gitea', path: '' },
  };
}

function jobsGap(forgeId: string, place: Place, error: ExternalError): FleetGap {
  return {
    id: `${forgeId}/jobs/${place.level}/${place.path}`,
    subject: `The jobs of ${nameOf(place)}`,
    reason: error.words,
    remedy: 'Gitea tells of jobs from 1.25 on.',
  };
}

function readingOf(
  runners: readonly Runner[],
  waiting: readonly WaitingJob[],
  gaps: readonly FleetGap[],
): FleetReading {
  const byId = <Value extends { id: string }>(values: readonly Value[]) => new Map(values.map((one) => [one.id, one]));
  return { runners: byId(runners), gaps: byId(gaps), waiting: byId(waiting), rules: new Map() };
}
