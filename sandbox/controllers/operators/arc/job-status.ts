import type { ActionsService } from '../../../github/actions/service.ts';

/** What the status of a runner says of the job that it does; nothing while it has none. */
export function jobStatus(github: ActionsService, runnerId: number): Record<string, unknown> {
  const jobId = github.runner(runnerId)?.jobId ?? null;
  const job = jobId === null ? undefined : github.job(jobId);
  if (job === undefined) {
    return {};
  }
  return {
    jobRequestId: job.id % 1_000_000,
    jobId: guid(job.id),
    jobRepositoryName: job.repository,
    jobWorkflowRef: `${job.repository}/.github/workflows/${job.workflow}.yaml@refs/heads/main`,
    workflowRunId: job.runId,
    jobDisplayName: job.name,
  };
}

/** GitHub's runners know a job by a GUID and not by the number that the REST API has. */
function guid(id: number): string {
  const digits = id.toString(16).padStart(12, '0');
  return `8f4c2b1e-7d3a-5c60-9b12-${digits}`;
}
