import { type Job, type Runner, type RunnerGroup, shownLabels } from '../actions/model.ts';
import type { ApiCall } from './call.ts';

export const time = (ms: number | null) => (ms === null ? null : `${new Date(ms).toISOString().slice(0, 19)}Z`);

export function renderRunner(runner: Runner) {
  const { number, name, os, status, jobId, isEphemeral, groupId, version } = runner;
  const labels = shownLabels(runner);
  return {
    id: number,
    name,
    os,
    status,
    busy: jobId !== null,
    ephemeral: isEphemeral,
    runner_group_id: groupId,
    version,
    labels: labels.map((label, index) => ({
      id: index + 1,
      name: label.name,
      type: label.isOwn ? 'custom' : 'read-only',
    })),
  };
}

export function renderGroup(call: ApiCall, group: RunnerGroup) {
  const { id, name, isDefault, repositories, organization, allowsPublic = false, isForWorkflows = false } = group;
  const url = `${call.apiUrl}/orgs/${organization}/actions/runner-groups/${id}`;
  return {
    id,
    name,
    visibility: repositories === null ? 'all' : 'selected',
    default: isDefault,
    ...(repositories === null ? {} : { selected_repositories_url: `${url}/repositories` }),
    runners_url: `${url}/runners`,
    hosted_runners_url: `${url}/hosted-runners`,
    inherited: false,
    allows_public_repositories: allowsPublic,
    restricted_to_workflows: isForWorkflows,
    selected_workflows: isForWorkflows ? [`${organization}/release/.github/workflows/release.yaml@main`] : [],
    workflow_restrictions_read_only: false,
  };
}

export function renderRepository(call: ApiCall, id: number, name: string) {
  const { organization } = call.service.seed;
  return {
    id,
    name,
    full_name: `${organization}/${name}`,
    private: !call.service.seed.publicRepositories.includes(name),
    archived: false,
    html_url: `${call.webUrl}/${organization}/${name}`,
    url: `${call.apiUrl}/repos/${organization}/${name}`,
    default_branch: 'main',
  };
}

/** Of `organization/repository`. */
export function repositoryId({ service }: ApiCall, repository: string): number {
  return 900 + service.seed.repositories.indexOf(repository.slice(repository.indexOf('/') + 1));
}

/** The commit that a job is for; one of nobody's where it was not said. */
export function headOf({ headSha, runId }: Job): string {
  return headSha ?? runId.toString(16).padStart(40, '0');
}

/** What a run tells of its commit is one suite of checks. */
export function suiteOf({ runId }: Job): number {
  return runId + 1_000_000_000;
}

/** A run has one job here. */
export function renderRun(call: ApiCall, job: Job) {
  const { runId, repository, workflow, name, status, conclusion, createdAt, completedAt, startedAt } = job;
  const url = `${call.apiUrl}/repos/${repository}/actions/runs/${runId}`;
  return {
    id: runId,
    name: workflow,
    display_title: name,
    head_branch: 'main',
    head_sha: headOf(job),
    path: `.github/workflows/${workflow}.yaml`,
    run_number: runId % 1000,
    run_attempt: 1,
    event: 'push',
    status,
    conclusion,
    workflow_id: 1,
    check_suite_id: suiteOf(job),
    url,
    html_url: `${call.webUrl}/${repository}/actions/runs/${runId}`,
    jobs_url: `${url}/jobs`,
    repository: renderRepository(call, repositoryId(call, repository), repository.slice(repository.indexOf('/') + 1)),
    created_at: time(createdAt),
    run_started_at: time(createdAt),
    updated_at: time(completedAt ?? startedAt ?? createdAt),
  };
}

export function renderJob(call: ApiCall, job: Job) {
  const { id, runId, repository, workflow, name, labels, status, conclusion, runner } = job;
  return {
    id,
    run_id: runId,
    run_url: `${call.apiUrl}/repos/${repository}/actions/runs/${runId}`,
    run_attempt: 1,
    workflow_name: workflow,
    head_branch: 'main',
    head_sha: headOf(job),
    url: `${call.apiUrl}/repos/${repository}/actions/jobs/${id}`,
    html_url: `${call.webUrl}/${repository}/actions/runs/${runId}/job/${id}`,
    name,
    status,
    conclusion,
    created_at: time(job.createdAt),
    // A job that waits says when it came here, too.
    started_at: time(job.startedAt ?? job.createdAt),
    completed_at: time(job.completedAt),
    labels,
    steps: [],
    runner_id: runner?.number ?? null,
    runner_name: runner?.name ?? null,
    runner_group_id: runner?.groupId ?? null,
    runner_group_name: runner?.groupName ?? null,
  };
}
