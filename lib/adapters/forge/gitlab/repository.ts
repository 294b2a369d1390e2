import { Branches, Commits, Events, Pipelines, Projects, Repositories, RepositoryFiles } from '@gitbeaker/core';
import { z } from 'zod';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { CommitAction, CommitStatus, Forge } from '#lib/ports/forge.ts';
import type { ClientOptions } from './client.ts';
import { toCommit, toFileDiff, toPipeline, toRepository } from './mapper.ts';
import { everyPusher } from './pushers.ts';
import { Branch, Commit, CompareBody, File, PipelineBody, Project, PushEvent, Status, TreeEntry } from './schema.ts';

/** How far back pushes are looked up, so that a busy project costs a few requests at most. */
const MAX_EVENT_PAGES = 20;
const PAGE_SIZE = 100;

type RepositoryPart = Pick<
  Forge,
  | 'repository'
  | 'branch'
  | 'listFiles'
  | 'readFile'
  | 'commit'
  | 'readCommit'
  | 'contains'
  | 'compare'
  | 'pushers'
  | 'setStatus'
  | 'statuses'
  | 'pipelines'
>;

/** What a forge does with repositories, on GitLab. */
export function createRepositoryPart(provider: string, options: ClientOptions): RepositoryPart {
  const projects = new Projects(options);
  const branches = new Branches(options);
  const commits = new Commits(options);
  const files = new RepositoryFiles(options);
  const repositories = new Repositories(options);
  const events = new Events(options);
  const pipelines = new Pipelines(options);
  return {
    repository: (path) => orNull(async () => toRepository(Project.parse(await projects.show(path)))),
    branch: (repository, name) =>
      orNull(async () => {
        const { commit } = Branch.parse(await branches.show(repository, name));
        return { name, sha: commit.id, message: commit.message };
      }),
    async listFiles(repository, ref, under) {
      const tree = await repositories.allRepositoryTrees(repository, {
        ref,
        recursive: true,
        pagination: 'keyset',
        perPage: PAGE_SIZE,
        ...(under === undefined ? {} : { path: under }),
      });
      return z
        .array(TreeEntry)
        .parse(tree)
        .filter(({ type }) => type === 'blob')
        .map(({ path }) => path);
    },
    readFile: (repository, ref, path) =>
      orNull(async () => {
        const { content, encoding } = File.parse(await files.show(repository, path, ref));
        return { path, content: encoding === 'base64' ? Buffer.from(content, 'base64').toString('utf8') : content };
      }),
    async commit(repository, { branch, startSha, message, actions }) {
      const start = startSha === undefined ? {} : { startSha };
      const made = await commits.create(repository, branch, message, actions.map(toAction), start);
      return toCommit(Commit.parse(made));
    },
    readCommit: (repository, sha) => orNull(async () => toCommit(Commit.parse(await commits.show(repository, sha)))),
    async contains(repository, ancestor, descendant) {
      if (ancestor === descendant) {
        return true;
      }
      const base = await orNull(async () =>
        Commit.parse(await repositories.mergeBase(repository, [ancestor, descendant])),
      );
      return base?.id === ancestor;
    },
    async compare(repository, from, headSha) {
      const { id } = Commit.parse(await repositories.mergeBase(repository, [from, headSha]));
      const compared = await repositories.compare(repository, id, headSha, { straight: true });
      const { diffs, compare_timeout: isCut } = CompareBody.parse(compared);
      return { baseSha: id, files: diffs.map(toFileDiff), isComplete: !isCut };
    },
    async pushers(repository, branch, headSha) {
      const pushed = await events.all({
        projectId: repository,
        action: 'pushed',
        perPage: PAGE_SIZE,
        maxPages: MAX_EVENT_PAGES,
      });
      return everyPusher(provider, z.array(PushEvent).parse(pushed), branch, headSha);
    },
    async setStatus(repository, sha, { context, state, description, targetUrl }) {
      const target = targetUrl === undefined ? {} : { targetUrl };
      try {
        await commits.editStatus(repository, sha, state, { name: context, description, ...target });
      } catch (error) {
        // The same state twice is refused ("Cannot transition status"), though it is what was asked for.
        const refused = error instanceof ExternalError && error.kind === 'invalid';
        if (!refused || !(await hasStatus(commits, repository, sha, { context, state }))) {
          throw error;
        }
      }
    },
    async statuses(repository, sha) {
      const told = z.array(Status).parse(await commits.allStatuses(repository, sha));
      return told.map(({ name, target_url }) => ({ context: name, targetUrl: target_url ?? null }));
    },
    async pipelines(repository, sha) {
      return z
        .array(PipelineBody)
        .parse(await pipelines.all(repository, { sha, perPage: 20, maxPages: 1 }))
        .map(toPipeline);
    },
  };
}

function toAction(action: CommitAction) {
  return action.action === 'delete'
    ? { action: action.action, filePath: action.path }
    : { action: action.action, filePath: action.path, content: action.content, encoding: 'text' as const };
}

async function hasStatus(
  commits: Commits,
  repository: string,
  sha: string,
  { context, state }: Pick<CommitStatus, 'context' | 'state'>,
): Promise<boolean> {
  const statuses = await commits.allStatuses(repository, sha, { name: context });
  return z
    .array(Status)
    .parse(statuses)
    .some(({ name, status }) => name === context && status === state);
}
