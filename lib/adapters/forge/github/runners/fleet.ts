import 'server-only';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { GroupRule } from '#lib/domain/runner/access-rule.ts';
import type { FleetReading } from '#lib/domain/runner/fleet.ts';
import type { RunnerFleet } from '#lib/ports/runner-fleet.ts';
import { hasHostedRunners } from '../octokit.ts';
import { findJobs } from './jobs.ts';
import { jobsByRunner } from './jobs-by-runner.ts';
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
    forge: 'github',
    async read(signal) {
      const ending = new AbortController();
      const asked = signal === undefined ? ending.signal : AbortSignal.any([signal, ending.signal]);
      try {
        const reading = await readFleet(asked);
        reader.ended();
        return reading;
      } catch (error) {
        // What was still to be asked is asked for nothing, and after too many questions makes it worse.
        ending.abort(error);
        reader.ended(error);
        throw error;
      }
    },
  };

  async function readFleet(signal: AbortSignal): Promise<FleetReading> {
    const readings = await Promise.all(places.map((place) => readPlace(reader, place, signal)));
    const refusals = readings.flatMap(toRefusal);
    const whole = refusals.length === readings.length ? allRefused(refusals) : null;
    if (whole !== null) {
      throw whole;
    }
    const { jobs, gaps } = await findJobs(reader, id, options, signal);
    const running = jobs.filter(({ job }) => job.status === 'in_progress');
    const runners = readings.flatMap(({ place, home, runners: bodies }) => {
      const jobsOf = jobsByRunner(place, running);
      return bodies instanceof ExternalError
        ? []
        : bodies.map((body) => toRunner({ ...home, id, webUrl }, body, jobsOf(body).map(toRunnerJob)));
    });
    const waiting = jobs
      .filter(({ job }) => job.status === 'queued')
      .map((found) => toWaitingJob(id, found, hasHostedRunners(url)));
    const missing = [...refusals.map(({ place, error }) => toGap(id, place, error)), ...gaps];
    return {
      runners: new Map(runners.map((runner) => [runner.id, runner])),
      gaps: new Map(missing.map((gap) => [gap.id, gap])),
      waiting: new Map(waiting.map((job) => [job.id, job])),
      rules: new Map(readings.flatMap(groupRules).map((rule) => [rule.id, rule])),
    };
  }
}

function groupRules({ place: { path: organization }, home }: PlaceReading): GroupRule[] {
  return [...(home.groups?.values() ?? [])].map((group) => {
    return { kind: 'group', id: `group/${organization}/${group.name}`, organization, group };
  });
}

function toRefusal({ place, runners }: PlaceReading): { place: Place; error: ExternalError }[] {
  return runners instanceof ExternalError ? [{ place, error: runners }] : [];
}
