import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { findJobs } from './jobs.ts';
import { toRunner, toRunnerJob, toWaitingJob } from './mapper.ts';
import { allRefused, type Place, type PlaceReading, type RunnerPlaces, readPlace, toGap } from './places.ts';
import { createReader, type GitHubConnection } from './reader.ts';

export type GitHubFleetOptions = GitHubConnection & RunnerPlaces & { label: string };

/** The self-hosted runners of organizations and repositories on GitHub, as far as the token may see them. */
export function createGitHubFleet(options: GitHubFleetOptions): RunnerFleet {
  const { id, label, url, organizations, repositories } = options;
  const reader = createReader(options);
  const webUrl = url.replace(/\/+$/, '');
  const places: Place[] = [
    ...organizations.map((path) => ({ level: 'organization' as const, path })),
    ...repositories.map((path) => ({ level: 'repository' as const, path })),
  ];
  return {
    id,
    label,
    async read(signal) {
      const readings = await Promise.all(places.map((place) => readPlace(reader, place, signal)));
      const refusals = readings.flatMap(toRefusal);
      const whole = refusals.length === readings.length ? allRefused(refusals) : null;
      if (whole !== null) {
        throw whole;
      }
      const { jobs, gaps } = await findJobs(reader, id, options, signal);
      const running = Map.groupBy(
        jobs.filter(({ job }) => job.status === 'in_progress'),
        ({ job }) => job.runner_id ?? 0,
      );
      const runners = readings.flatMap(({ home, runners: bodies }) =>
        bodies instanceof ExternalError
          ? []
          : bodies.map((body) =>
              toRunner({ ...home, id, webUrl }, body, (running.get(body.id) ?? []).map(toRunnerJob)),
            ),
      );
      const waiting = jobs.filter(({ job }) => job.status === 'queued').map((found) => toWaitingJob(id, found));
      const missing = [...refusals.map(({ place, error }) => toGap(id, place, error)), ...gaps];
      return {
        runners: new Map(runners.map((runner) => [runner.id, runner])),
        gaps: new Map(missing.map((gap) => [gap.id, gap])),
        waiting: new Map(waiting.map((job) => [job.id, job])),
      };
    },
  };
}

function toRefusal({ place, runners }: PlaceReading): { place: Place; error: ExternalError }[] {
  return runners instanceof ExternalError ? [{ place, error: runners }] : [];
}
