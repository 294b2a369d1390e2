import type { z } from 'zod';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import type { CommitStatus, Forge, Pipeline } from '#lib/ports/forge.ts';
import type { GitHubClient } from './client.ts';
import { listOf } from './pages.ts';
import { CheckRun, Status, WorkflowRun } from './schema.ts';

const MOST_PAGES = 10;
/** GitHub refuses longer ones. */
const LONGEST_DESCRIPTION = 140;

/** What was last told of a commit, each context once. */
export async function latestStatuses(client: GitHubClient, repository: string, sha: string): Promise<Status[]> {
  return await listWhole(client, inRepository(repository, `commits/${encodeURIComponent(sha)}/status`), Status, {
    key: 'statuses',
  });
}

/** What Apps say of a commit, of each name the newest; a job of Actions is one as well. */
export async function latestCheckRuns(client: GitHubClient, repository: string, sha: string): Promise<CheckRun[]> {
  const address = inRepository(repository, `commits/${encodeURIComponent(sha)}/check-runs`);
  return await listWhole(client, address, CheckRun, { key: 'check_runs', query: { filter: 'latest' } });
}

async function listWhole<Shape extends z.ZodType>(
  client: GitHubClient,
  address: string,
  shape: Shape,
  options: { key: string; query?: Record<string, string> },
): Promise<z.infer<Shape>[]> {
  const { items, isComplete } = await listOf(client, address, shape, { mostPages: MOST_PAGES, ...options });
  if (!isComplete) {
    throw client.error('read statuses', 'invalid-response', 'a commit has more statuses than anybody reads');
  }
  return items;
}

type StatusPart = Pick<Forge, 'setStatus' | 'statuses' | 'pipelines'>;

/** What is said of commits, on GitHub. */
export function createStatusPart(client: GitHubClient): StatusPart {
  return {
    async setStatus(repository, sha, { context, state, description, targetUrl }: CommitStatus) {
      await client.write('POST', inRepository(repository, `statuses/${encodeURIComponent(sha)}`), {
        context,
        state: state === 'failed' ? 'failure' : state,
        description: cutText(description, LONGEST_DESCRIPTION),
        ...(targetUrl === undefined ? {} : { target_url: targetUrl }),
      });
    },
    async statuses(repository, sha) {
      const told = await latestStatuses(client, repository, sha);
      return told.map(({ context, target_url }) => ({ context, targetUrl: target_url || null }));
    },
    async pipelines(repository, sha) {
      const address = inRepository(repository, 'actions/runs');
      const [runs, checks, statuses] = await Promise.all([
        listWhole(client, address, WorkflowRun, { key: 'workflow_runs', query: { head_sha: sha } }),
        latestCheckRuns(client, repository, sha),
        latestStatuses(client, repository, sha),
      ]);
      // The jobs of a run are parts of it, and no pipelines of their own.
      const suites = new Set(runs.map(({ check_suite_id }) => check_suite_id));
      const others = checks.filter(({ check_suite }) => !suites.has(check_suite?.id ?? null));
      const toPipeline = (id: number, state: Pipeline['state'], url: string | null | undefined): Pipeline => {
        return { id, sha, state, webUrl: url || client.webUrl };
      };
      return [
        ...[...runs, ...others].map(({ id, html_url, ...run }) => toPipeline(id, stateOf(run), html_url)),
        ...statuses.map(({ id, state, target_url }) => toPipeline(id, stateOfStatus(state), target_url)),
      ];
    },
  };
}

/** Of a run of Actions or of another App. */
export function stateOf({ status, conclusion }: { status: string; conclusion?: string | null }): Pipeline['state'] {
  if (status !== 'completed') {
    return status === 'in_progress' ? 'running' : 'pending';
  }
  switch (conclusion) {
    case 'success':
    case 'neutral':
      return 'success';
    case 'skipped':
      return 'skipped';
    case 'cancelled':
    case 'stale':
      return 'canceled';
    case 'action_required':
      return 'manual';
    default:
      return 'failed';
  }
}

export function stateOfStatus(state: string): Pipeline['state'] {
  return state === 'success' || state === 'pending' ? state : 'failed';
}
