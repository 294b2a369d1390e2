import { z } from 'zod';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import {
  branchFinding,
  type RepositoryDiagnosisOptions,
  repositoryTrouble,
  writeFinding,
} from '#lib/adapters/forge/_shared/findings.ts';
import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import { createClient } from './client.ts';
import { toRepository } from './mapper.ts';
import { Branch, Repository } from './schema.ts';

const Settings = z.object({
  archived: z.boolean().catch(false),
  has_pull_requests: z.boolean().catch(true),
  allow_merge_commits: z.boolean().catch(true),
  allow_fast_forward_only_merge: z.boolean().catch(false),
});

/** Looks whether the portal's own account may do in the repository what it has to. */
export async function diagnoseRepository(options: RepositoryDiagnosisOptions): Promise<Finding[]> {
  const { id, url, token, repository, name } = options;
  const client = createClient({ provider: id, webUrl: url.replace(/\/$/, ''), accessToken: token });
  const subject = 'repository';
  try {
    const found = await orNull(() => client.get(inRepository(repository)));
    if (found === null) {
      const remedy = `Check ${name}.repository, and give the portal's account the right to write to the repository.`;
      const detail = `there is no repository ${repository} that the portal's account may see`;
      return [{ subject, state: 'problem', detail, remedy }];
    }
    const { canPush, webUrl, defaultBranch } = toRepository(Repository.parse(found));
    const address = inRepository(repository, `branches/${encodePath(options.branch)}`);
    const branch = await orNull(async () => Branch.parse(await client.get(address)));
    return [
      { subject, state: 'ok', detail: `the portal's account sees ${webUrl}` },
      writeFinding(canPush),
      branchFinding({
        setting: name,
        name: options.branch,
        defaultBranch,
        sha: branch?.commit.id ?? null,
        vendorsWord: 'repository',
      }),
      diagnoseMerging(Settings.parse(found), branch),
    ];
  } catch (error) {
    return [repositoryTrouble(subject, error)];
  }
}

function diagnoseMerging(settings: z.infer<typeof Settings>, branch: Branch | null): Finding {
  const subject = 'pull requests';
  if (settings.archived || !settings.has_pull_requests) {
    const detail = settings.archived ? 'the repository is archived' : 'the repository has no pull requests';
    const remedy = 'Every change is a pull request: allow them in the settings of the repository.';
    return { subject, state: 'problem', detail, remedy };
  }
  if (!settings.allow_merge_commits && !settings.allow_fast_forward_only_merge) {
    const detail = 'it merges only commits that it has rewritten, which nobody has approved';
    const remedy = 'Allow merge commits, or fast-forward only, in the settings of the repository.';
    return { subject, state: 'problem', detail, remedy };
  }
  return branch?.enable_status_check === true
    ? { subject, state: 'ok', detail: 'merging takes commit statuses that succeeded, and so the guardrails' }
    : {
        subject,
        state: 'warning',
        detail: 'whoever may merge can merge in Gitea itself, past the guardrails and the approval',
        remedy: 'Protect the branch, with status checks of the pattern "portolan/*" that must succeed.',
      };
}
