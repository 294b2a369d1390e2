import type { WaitingJob } from '#lib/domain/runner/fleet.ts';
import { hostedChance } from '#lib/domain/runner/hosted.ts';
import {
  canonicalArchitecture,
  type Runner,
  type RunnerGroup,
  type RunnerJob,
  type RunnerScope,
} from '#lib/domain/runner/runner.ts';
import type { Job, Runner as RunnerBody } from './schema.ts';

export type RunnerHome = {
  id: string;
  webUrl: string;
  /** The organization, or `owner/name` of the repository. */
  path: string;
  scope: RunnerScope;
  /** The path of the settings that list its runners. */
  settings: string;
  /** null where they could not be read. A repository has none. */
  groups: ReadonlyMap<number, RunnerGroup> | null;
};

/** The architectures of GitHub's own labels. */
const ARCHITECTURE_LABELS = ['X64', 'X86', 'ARM64', 'ARM'];

/** The number alone is not enough: each organization and each repository counts its runners for itself. */
export function toRunner(home: RunnerHome, body: RunnerBody, jobs: RunnerJob[]): Runner {
  const labels = body.labels.map(({ name }) => name);
  const architecture = ARCHITECTURE_LABELS.find((label) => labels.includes(label));
  return {
    id: `${home.id}/${home.path}/${body.id}`,
    source: home.id,
    forge: 'github',
    kind: 'runner',
    name: body.name,
    scope: home.scope,
    group: groupOf(home, body),
    status: body.status,
    paused: false,
    busy: body.busy,
    labels,
    runsUntagged: false,
    locked: false,
    protectedOnly: false,
    version: body.version ?? null,
    platform: body.os?.toLowerCase() ?? null,
    architecture: architecture === undefined ? null : canonicalArchitecture(architecture),
    managers: [],
    jobs,
    contactedAt: null,
    url: `${home.webUrl}${home.settings}/${body.id}`,
    scaleSet: null,
    unread: [],
  };
}

/** A runner that is in a group of which nothing could be read is not one without a group. */
function groupOf({ groups, scope }: RunnerHome, { runner_group_id: id }: RunnerBody): RunnerGroup | null {
  if (id == null || scope.level === 'repository') {
    return null;
  }
  return groups?.get(id) ?? { name: null, repositories: null, limits: ['unread'] };
}

/** `isPublic` is null where the answer does not say. */
export type FoundJob = { repository: string; ref: string | null; isPublic: boolean | null; job: Job };

export function toRunnerJob({ repository, ref, job }: FoundJob): RunnerJob {
  const { id, name, created_at, started_at, html_url } = job;
  return {
    id: String(id),
    name,
    repository,
    ref,
    startedAt: started_at,
    queuedMs: created_at === null || started_at === null ? null : Math.max(0, started_at - created_at),
    url: html_url ?? null,
  };
}

/** @param hasHosted whether GitHub has runners of its own there */
export function toWaitingJob(
  forgeId: string,
  { repository, ref, isPublic, job }: FoundJob,
  hasHosted: boolean,
): WaitingJob {
  const { id, name, labels, created_at, html_url } = job;
  // Which group a job names nobody tells: without labels it may be for any, hosted or not.
  const hosted = hasHosted || labels.length === 0 ? hostedChance(labels) : null;
  return {
    ...(hosted === null ? {} : { hosted }),
    ...(isPublic === null ? {} : { isPublic }),
    id: `${forgeId}/${id}`,
    forge: 'github',
    name,
    repository,
    ref,
    labels,
    since: created_at,
    url: html_url ?? null,
  };
}
