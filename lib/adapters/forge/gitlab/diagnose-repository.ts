import { Projects } from '@gitbeaker/core';
import { z } from 'zod';
import { type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import { clientOptions, orNull } from './client.ts';
import { toRepository } from './mapper.ts';
import { createRepositoryPart } from './repository.ts';
import { Project } from './schema.ts';

export type RepositoryDiagnosisOptions = {
  id: string;
  url: string;
  token: string;
  /** The full path of the repository. */
  repository: string;
  branch: string;
};

const Settings = z.object({
  archived: z.boolean().catch(false),
  merge_requests_access_level: z.string().catch('enabled'),
  only_allow_merge_if_pipeline_succeeds: z.boolean().nullish().catch(null),
});

/** Looks whether the portal's own account may do in the repository what it has to. */
export async function diagnoseRepository(options: RepositoryDiagnosisOptions): Promise<Finding[]> {
  const { repository } = options;
  const client = clientOptions(options.id, options.url, options.token);
  try {
    const project = await orNull(async () => {
      const body = await new Projects(client).show(repository);
      return { ...toRepository(Project.parse(body)), ...Settings.parse(body) };
    });
    if (project === null) {
      const remedy = `Check gitops.repository, and make the portal's account a member of the project with the role Developer.`;
      const detail = `there is no project ${repository} that the portal's account may see`;
      return [{ subject: 'project', state: 'problem', detail, remedy }];
    }
    const { branch } = createRepositoryPart(client);
    return [
      { subject: 'project', state: 'ok', detail: `the portal's account sees ${project.webUrl}` },
      diagnoseRole(project.canPush),
      diagnoseBranch(options.branch, project.defaultBranch, await branch(repository, options.branch)),
      diagnoseMerging(project),
    ];
  } catch (error) {
    const remedy = isKind(error, 'auth', 'forbidden')
      ? 'See the forge itself: its token lacks a right.'
      : 'It is read from the forge: see what is said of that one, and mend that first.';
    return [{ subject: 'project', state: 'problem', detail: saidBy(error), remedy }];
  }
}

function diagnoseRole(canPush: boolean): Finding {
  const subject = 'role';
  return canPush
    ? { subject, state: 'ok', detail: 'Developer or higher: commit statuses can be set' }
    : {
        subject,
        state: 'problem',
        detail: "the portal's account is no Developer of the project, so it cannot set commit statuses",
        remedy: 'Make it a member of the project, or of its group, with the role Developer.',
      };
}

function diagnoseBranch(name: string, defaultBranch: string, found: { sha: string } | null): Finding {
  const subject = 'branch';
  return found === null
    ? {
        subject,
        state: 'problem',
        detail: `there is no branch ${name}`,
        remedy: `Check gitops.branch; the project's default branch is ${defaultBranch}.`,
      }
    : { subject, state: 'ok', detail: `${name} is at ${found.sha.slice(0, 8)}` };
}

function diagnoseMerging(settings: z.infer<typeof Settings>): Finding {
  const subject = 'merge requests';
  if (settings.archived || settings.merge_requests_access_level === 'disabled') {
    const detail = settings.archived ? 'the project is archived' : 'the project has no merge requests';
    const remedy = 'Every change is a merge request: allow them in the settings of the project.';
    return { subject, state: 'problem', detail, remedy };
  }
  return settings.only_allow_merge_if_pipeline_succeeds === true
    ? { subject, state: 'ok', detail: 'merging takes a pipeline that succeeded, and so the guardrails' }
    : {
        subject,
        state: 'warning',
        detail: 'whoever may merge can merge in GitLab itself, past the guardrails and the approval',
        remedy: 'Turn on "Pipelines must succeed" in the settings of the project.',
      };
}
