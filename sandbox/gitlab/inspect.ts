import { listCommits } from '../git/commits.ts';
import { branchSha, listBranches, resolveCommit } from '../git/refs.ts';
import { entryAt, listFiles, readBlob } from '../git/tree.ts';
import type { Instance } from './instance.ts';
import { detailedMergeStatus, diffHeadSha } from './merge-requests/state.ts';
import { jobsOf } from './pipelines/find.ts';
import { requireProject } from './seed.ts';
import { findMergeRequest, gitDirOf, userById } from './state/lookup.ts';
import type { EventRecord, HookRecord, JobRecord, MergeRequestRecord, PipelineRecord } from './state/model.ts';
import type { Delivery } from './webhooks/delivery.ts';

export type InspectedCommit = {
  sha: string;
  message: string;
  parents: string[];
  authorName: string;
  authorEmail: string;
  committerName: string;
};

export type InspectedMergeRequest = {
  iid: number;
  state: MergeRequestRecord['state'];
  title: string;
  description: string | null;
  sourceBranch: string;
  targetBranch: string;
  sha: string;
  author: string;
  labels: string[];
  detailedMergeStatus: string;
  mergeCommitSha: string | null;
  mergedBy: string | null;
  versions: number;
};

/** What is really on the far side, past the API: for conformance tests and for the sandbox's control. Projects by path. */
export type Inspect = {
  /** The bare repository on disk. */
  gitDirectory(project: string): string;
  branches(project: string): Promise<{ name: string; sha: string }[]>;
  branchSha(project: string, branch: string): Promise<string | null>;
  commits(project: string, ref: string, limit?: number): Promise<InspectedCommit[]>;
  file(project: string, ref: string, path: string): Promise<string | null>;
  files(project: string, ref: string): Promise<string[]>;
  mergeRequests(project: string): InspectedMergeRequest[];
  approvals(project: string, iid: number): { username: string }[];
  notes(project: string, iid: number): { author: string; body: string; isSystem: boolean }[];
  statuses(project: string, sha: string): Pick<JobRecord, 'name' | 'status' | 'description' | 'targetUrl'>[];
  pipelines(project: string): (PipelineRecord & { jobs: JobRecord[] })[];
  events(project: string): EventRecord[];
  hooks(project: string): HookRecord[];
  deliveries(): readonly Delivery[];
  /** How many OAuth token pairs of a user work. */
  liveTokens(username: string): number;
};

export function createInspect(instance: Instance): Inspect {
  return { ...codeViews(instance), ...reviewViews(instance), ...activityViews(instance) };
}

function codeViews(
  instance: Instance,
): Pick<Inspect, 'gitDirectory' | 'branches' | 'branchSha' | 'commits' | 'file' | 'files'> {
  const gitDir = (path: string) => gitDirOf(instance, requireProject(instance, path));
  return {
    gitDirectory: gitDir,
    branches: (project) => listBranches(gitDir(project)),
    branchSha: (project, branch) => branchSha(gitDir(project), branch),
    commits: (project, ref, limit = 100) => inspectCommits(gitDir(project), ref, limit),
    file: (project, ref, path) => inspectFile(gitDir(project), ref, path),
    async files(project, ref) {
      const sha = await resolveCommit(gitDir(project), ref);
      return sha === null ? [] : [...(await listFiles(gitDir(project), sha)).keys()];
    },
  };
}

function reviewViews(instance: Instance): Pick<Inspect, 'mergeRequests' | 'approvals' | 'notes'> {
  const { state } = instance.store;
  const username = (id: number) => userById(state, id).username;
  return {
    mergeRequests(project) {
      const { id } = requireProject(instance, project);
      return state.mergeRequests
        .filter((request) => request.projectId === id)
        .map((request) => describeRequest(instance, request));
    },
    approvals(project, iid) {
      const id = requestId(instance, project, iid);
      return state.approvals
        .filter((approval) => approval.mergeRequestId === id)
        .map((approval) => ({ username: username(approval.userId) }));
    },
    notes(project, iid) {
      const id = requestId(instance, project, iid);
      return state.notes
        .filter((note) => note.mergeRequestId === id)
        .map(({ authorId, body, isSystem }) => ({ author: username(authorId), body, isSystem }));
    },
  };
}

function activityViews(
  instance: Instance,
): Pick<Inspect, 'statuses' | 'pipelines' | 'events' | 'hooks' | 'deliveries' | 'liveTokens'> {
  const { state } = instance.store;
  const own = <T extends { projectId: number }>(records: readonly T[], project: string) => {
    const { id } = requireProject(instance, project);
    return records.filter((record) => record.projectId === id);
  };
  return {
    statuses: (project, sha) =>
      own(state.pipelines, project)
        .filter((pipeline) => pipeline.sha === sha)
        .flatMap((pipeline) => jobsOf(state, pipeline.id))
        .map(({ name, status, description, targetUrl }) => ({ name, status, description, targetUrl })),
    pipelines: (project) =>
      own(state.pipelines, project).map((pipeline) => ({ ...pipeline, jobs: jobsOf(state, pipeline.id) })),
    events: (project) => own(state.events, project),
    hooks: (project) => own(state.hooks, project),
    deliveries: () => instance.deliveries,
    liveTokens: (username) => {
      const now = instance.clock.now();
      const isOwn = (userId: number) => userById(state, userId).username === username;
      return state.accessTokens.filter((token) => isOwn(token.userId) && !token.isRevoked && token.expiresAt > now)
        .length;
    },
  };
}

async function inspectCommits(gitDir: string, ref: string, limit: number): Promise<InspectedCommit[]> {
  const sha = await resolveCommit(gitDir, ref);
  const commits = sha === null ? [] : await listCommits(gitDir, { revisions: [sha], limit });
  return commits.map(({ sha: id, message, parents, authorName, authorEmail, committerName }) => ({
    sha: id,
    message,
    parents,
    authorName,
    authorEmail,
    committerName,
  }));
}

async function inspectFile(gitDir: string, ref: string, path: string): Promise<string | null> {
  const sha = await resolveCommit(gitDir, ref);
  const entry = sha === null ? null : await entryAt(gitDir, sha, path);
  return entry?.type === 'blob' ? (await readBlob(gitDir, entry.sha)).toString('utf8') : null;
}

function requestId(instance: Instance, project: string, iid: number): number {
  const request = findMergeRequest(instance.store.state, requireProject(instance, project).id, iid);
  if (request === null) {
    throw new Error(`the sandbox GitLab has no merge request ${project}!${iid}`);
  }
  return request.id;
}

function describeRequest(instance: Instance, request: MergeRequestRecord): InspectedMergeRequest {
  const { state } = instance.store;
  const { iid, title, description, sourceBranch, targetBranch, labels, mergeCommitSha, versions } = request;
  return {
    iid,
    state: request.state,
    title,
    description,
    sourceBranch,
    targetBranch,
    sha: diffHeadSha(request),
    author: userById(state, request.authorId).username,
    labels,
    detailedMergeStatus: detailedMergeStatus(state, request),
    mergeCommitSha,
    mergedBy: request.mergedById === null ? null : userById(state, request.mergedById).username,
    versions: versions.length,
  };
}
