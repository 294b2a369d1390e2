import type { WaitingJob } from '#lib/domain/runner/fleet.ts';
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
  groups: ReadonlyMap<number, RunnerGroup>;
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
    group: home.groups.get(body.runner_group_id ?? -1) ?? null,
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

export type FoundJob = { repository: string; ref: string | null; job: Job };

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

export function toWaitingJob(forgeId: string, { repository, ref, job }: FoundJob): WaitingJob {
  const { id, name, labels, created_at, html_url } = job;
  return {
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
