import type { WaitingJob } from '#lib/domain/runner/fleet.ts';
import { canonicalArchitecture, type Runner, type RunnerJob } from '#lib/domain/runner/runner.ts';
import type { Job, Runner as RunnerBody } from './schema.ts';

/** Where runners are registered. */
export type Place = {
  level: 'instance' | 'organization' | 'repository';
  /** '' for the instance. */
  path: string;
  /** Of its API, below `/api/v1`. */
  base: string;
  /** The path of the settings that list its runners. */
  settings: string;
};

type Home = { id: string; webUrl: string };

/** Labels that name a machine: nothing else tells of it. */
const ARCHITECTURES = /^(?:linux[-/_]|self-hosted-)?(amd64|x64|x86_64|arm64|aarch64|arm|riscv64)$/i;

/** Numbers are of the whole instance. */
export function toRunner({ id, webUrl, place }: Home & { place: Place }, body: RunnerBody, jobs: RunnerJob[]): Runner {
  const labels = body.labels.map(({ name }) => name);
  const [architecture] = labels.flatMap((label) => ARCHITECTURES.exec(label)?.[1] ?? []);
  return {
    id: `${id}/${body.id}`,
    source: id,
    forge: 'gitea',
    kind: 'runner',
    name: body.name,
    scope: { level: place.level, paths: place.level === 'instance' ? [] : [place.path] },
    group: null,
    status: body.status,
    paused: body.disabled,
    busy: body.busy,
    labels,
    runsUntagged: true,
    locked: false,
    protectedOnly: false,
    version: null,
    platform: null,
    architecture: architecture === undefined ? null : canonicalArchitecture(architecture),
    managers: [],
    jobs,
    contactedAt: null,
    url: `${webUrl}${place.settings}/${body.id}`,
    scaleSet: null,
    unread: [],
  };
}

export function toRunnerJob({ id, webUrl }: Home, job: Job): RunnerJob {
  const { name, head_branch: ref, started_at: startedAt, created_at: createdAt } = job;
  return {
    id: `${id}/${job.id}`,
    name,
    repository: repositoryOf(job, webUrl),
    ref: ref ?? null,
    startedAt,
    queuedMs: startedAt === null || createdAt === null ? null : Math.max(0, startedAt - createdAt),
    url: urlOf(job, webUrl),
  };
}

export function toWaitingJob({ id, webUrl }: Home, job: Job): WaitingJob {
  const { name, labels, head_branch: ref, created_at: since } = job;
  return {
    id: `${id}/${job.id}`,
    forge: 'gitea',
    name,
    repository: repositoryOf(job, webUrl),
    ref: ref ?? null,
    labels,
    since,
    url: urlOf(job, webUrl),
  };
}

/** Its own page, and nobody else's: what a server says of itself may lead anywhere. */
function urlOf({ html_url: url }: Job, webUrl: string): string | null {
  return url?.startsWith(`${webUrl}/`) === true ? url : null;
}

/** A job says where its page is, and that page is below its repository. */
function repositoryOf(job: Job, webUrl: string): string {
  const [owner = '', name = ''] = (urlOf(job, webUrl) ?? '').slice(webUrl.length + 1).split('/');
  return name === '' ? '' : `${owner}/${name}`;
}
