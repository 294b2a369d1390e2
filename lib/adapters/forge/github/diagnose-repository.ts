import type { z } from 'zod';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import {
  branchFinding,
  type RepositoryDiagnosisOptions,
  repositoryTrouble,
  writeFinding,
} from '#lib/adapters/forge/_shared/findings.ts';
import { type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { createClient, type GitHubClient } from './client.ts';
import { toRepository } from './mapper.ts';
import { requiredContexts } from './rules.ts';
import { Activity, Branch, Repository } from './schema.ts';

/** Looks whether the portal's own account may do in the repository what it has to. */
export async function diagnoseRepository(options: RepositoryDiagnosisOptions): Promise<Finding[]> {
  const { id, url, token, repository, branch, name } = options;
  const client = createClient({ provider: id, webUrl: url.replace(/\/$/, ''), accessToken: token });
  const subject = 'repository';
  try {
    const found = await orNull(async () => Repository.parse(await client.get(inRepository(repository))));
    if (found === null) {
      const remedy = `Check ${name}.repository: it must be its present name. Give the portal's account the right to write to it.`;
      const detail = `there is no repository ${repository} that the portal's account may see`;
      return [{ subject, state: 'problem', detail, remedy }];
    }
    const { canPush, webUrl, defaultBranch } = toRepository(found);
    const address = inRepository(repository, `branches/${encodeURIComponent(branch)}`);
    const target = await orNull(async () => Branch.parse(await client.get(address)));
    return [
      { subject, state: 'ok', detail: `the portal's account sees ${webUrl}` },
      writeFinding(canPush),
      branchFinding({
        setting: name,
        name: branch,
        defaultBranch,
        sha: target?.commit.sha ?? null,
        vendorsWord: 'repository',
      }),
      await diagnosePushes(client, repository),
      diagnoseMerging(found, target === null ? [] : await requiredContexts(client, repository, branch)),
    ];
  } catch (error) {
    return [repositoryTrouble(subject, error)];
  }
}

/** Four eyes take that it is known who pushed, which GitHub tells by its record of activity alone. */
async function diagnosePushes(client: GitHubClient, repository: string): Promise<Finding> {
  const subject = 'who pushed';
  try {
    Activity.array().parse(await client.get(inRepository(repository, 'activity'), { per_page: 1 }));
    return { subject, state: 'ok', detail: 'its record of activity is told' };
  } catch (error) {
    if (!isKind(error, 'forbidden', 'not-found')) {
      throw error;
    }
    const detail = `its record of activity is not told to the portal's account, so no change can be approved: ${saidBy(error)}`;
    const remedy =
      'Give the token the right to write to the repository ("Contents": read and write). A GitHub Enterprise Server that is too old to have this record has to be updated.';
    return { subject, state: 'problem', detail, remedy };
  }
}

function diagnoseMerging(
  { archived, allow_merge_commit }: z.infer<typeof Repository>,
  contexts: readonly string[],
): Finding {
  const subject = 'pull requests';
  if (archived) {
    const remedy = 'Every change is a pull request: unarchive it in its settings.';
    return { subject, state: 'problem', detail: 'the repository is archived', remedy };
  }
  if (allow_merge_commit === false) {
    const detail = 'it merges only commits that it has rewritten, which nobody has approved';
    return { subject, state: 'problem', detail, remedy: 'Allow merge commits in the settings of the repository.' };
  }
  return contexts.some((context) => context.startsWith('portolan/'))
    ? { subject, state: 'ok', detail: 'merging takes commit statuses that succeeded, and so the guardrails' }
    : {
        subject,
        state: 'warning',
        detail: 'whoever may merge can merge on GitHub itself, past the guardrails and the approval',
        remedy:
          'Protect the branch: require the status checks "portolan/guardrails" and "portolan/approval" before merging.',
      };
}
