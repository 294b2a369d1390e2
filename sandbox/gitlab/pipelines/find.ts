import type { JobRecord, MergeRequestRecord, PipelineRecord, State } from '../state/model.ts';

/** Newest first. */
export function pipelinesOfSha(state: State, projectId: number, sha: string, ref?: string): PipelineRecord[] {
  return state.pipelines
    .filter(
      (pipeline) =>
        pipeline.projectId === projectId && pipeline.sha === sha && (ref === undefined || pipeline.ref === ref),
    )
    .sort((left, right) => right.id - left.id);
}

/** The pipeline that counts for merging: the newest for the head of the newest diff version on the source branch. */
export function diffHeadPipeline(state: State, request: MergeRequestRecord): PipelineRecord | null {
  const head = request.versions.at(-1)?.headSha;
  return head === undefined ? null : (pipelinesOfSha(state, request.projectId, head, request.sourceBranch)[0] ?? null);
}

/** The pipeline's jobs and posted statuses, the latest try of each unless all are asked for. */
export function jobsOf(state: State, pipelineId: number, withRetried = false): JobRecord[] {
  return state.jobs.filter((job) => job.pipelineId === pipelineId && (withRetried || !job.isRetried));
}
