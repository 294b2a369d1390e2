import type { WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner, RunnerJob, RunnerLevel, RunnerManager, RunnerScope } from '#lib/domain/runner/runner.ts';
import type { Known } from './details.ts';
import type { Details, Entry, Job, Manager } from './schema.ts';

export type RunnerHome = { id: string; webUrl: string; version: string | null; isAdministrator: boolean; now: number };

const LEVELS: Record<Entry['runner_type'], RunnerLevel> = {
  instance_type: 'instance',
  group_type: 'group',
  project_type: 'project',
};

/** One runner of what its list says, its details where they are known, and the jobs that were read. */
export function toRunner(home: RunnerHome, entry: Entry, known: Known | undefined, jobs: RunnerJob[]): Runner {
  const details = known?.details ?? null;
  const scope = scopeOf(home, entry, details);
  return {
    id: `${home.id}/${entry.id}`,
    source: home.id,
    forge: 'gitlab',
    kind: 'runner',
    name: entry.description ?? entry.name ?? `Runner ${entry.id}`,
    scope,
    group: null,
    status: entry.status ?? (entry.online === true ? 'online' : 'offline'),
    paused: entry.paused ?? entry.active === false,
    busy: jobs.length > 0 || isBusy(entry),
    labels: details?.tag_list ?? null,
    runsUntagged: details?.run_untagged ?? null,
    locked: details?.locked ?? null,
    protectedOnly: details?.access_level == null ? null : details.access_level === 'ref_protected',
    version: details?.version ?? null,
    ...(home.version === null ? {} : { forgeVersion: home.version }),
    platform: details?.platform ?? null,
    architecture: details?.architecture ?? null,
    managers: (known?.managers ?? []).map((manager) => toManager(manager, home.now)),
    jobs,
    contactedAt: notAfter(home.now, details?.contacted_at ?? null),
    url: urlOf(home, entry, scope),
    scaleSet: null,
    unread: known === undefined ? ['Its details are still to be read.'] : known.unread,
  };
}

/** `active` by its documentation, `running` as recorded. */
export function isBusy({ job_execution_status: status }: Entry): boolean {
  return status !== null && status !== 'idle';
}

function scopeOf({ webUrl }: RunnerHome, entry: Entry, details: Details | null): RunnerScope {
  const level = LEVELS[entry.runner_type];
  if (level === 'instance') {
    return { level, paths: [] };
  }
  if (level === 'group') {
    const paths = details?.groups?.map((group) => groupPath(webUrl, group.web_url)) ?? null;
    // One that cannot be read may be the one that a job is in.
    return { level, paths: paths?.every((path) => path !== null) ? paths : null };
  }
  return { level, paths: details?.projects?.map((project) => project.path_with_namespace) ?? null };
}

/** GitLab tells a group's address and not its path; null for an address that is none. */
function groupPath(webUrl: string, address: string): string | null {
  if (!URL.canParse(address, `${webUrl}/`)) {
    return null;
  }
  const { pathname } = new URL(address, `${webUrl}/`);
  try {
    return decodeURIComponent(pathname.replace(/^.*?\/groups\//, '').replace(/^\/|\/$/g, ''));
  } catch {
    // A percent sign that begins no escape; there is no other way to ask whether it does.
    return null;
  }
}

/** Pages of the instance are for administrators. */
function urlOf({ webUrl, isAdministrator }: RunnerHome, { id }: Entry, { level, paths }: RunnerScope): string | null {
  if (isAdministrator) {
    return `${webUrl}/admin/runners/${id}`;
  }
  const [first] = paths ?? [];
  if (level === 'group' && first !== undefined) {
    return `${webUrl}/groups/${encodeURI(first)}/-/runners/${id}`;
  }
  return level === 'project' && first !== undefined ? `${webUrl}/${encodeURI(first)}/-/runners/${id}` : null;
}

function toManager(manager: Manager, now: number): RunnerManager {
  const { id, system_id, version, platform, architecture, contacted_at, status } = manager;
  return {
    id: String(id),
    name: system_id ?? String(id),
    status: status ?? 'offline',
    version,
    platform,
    architecture,
    contactedAt: notAfter(now, contacted_at),
  };
}

export function toJob(job: Job): RunnerJob {
  const { id, name, ref, started_at, queued_duration, web_url, project } = job;
  return {
    id: String(id),
    name,
    repository: project?.path_with_namespace ?? '',
    ref,
    startedAt: started_at,
    queuedMs: queued_duration == null ? null : Math.round(queued_duration * 1000),
    url: web_url,
  };
}

export function toWaitingJob(forgeId: string, repository: string, job: Job, now: number): WaitingJob {
  return {
    id: `${forgeId}/${job.id}`,
    forge: 'gitlab',
    name: job.name,
    repository,
    ref: job.ref,
    labels: job.tag_list ?? [],
    since: notAfter(now, job.created_at),
    url: job.web_url,
  };
}

/** The forge's clock may be ahead of ours: nothing was heard, and nothing waits, since a moment that is still to come. */
function notAfter(now: number, at: number | null): number | null {
  return at === null ? null : Math.min(now, at);
}
