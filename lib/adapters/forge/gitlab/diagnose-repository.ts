import { Projects } from '@gitbeaker/core';
import { z } from 'zod';
import { orNull } from '#lib/adapters/_shared/or-null.ts';
import {
  branchFinding,
  type RepositoryDiagnosisOptions,
  repositoryTrouble,
} from '#lib/adapters/forge/_shared/findings.ts';
import type { Finding } from '#lib/domain/connection/diagnosis.ts';
import { clientOptions } from './client.ts';
import { toRepository } from './mapper.ts';
import { createRepositoryPart } from './repository.ts';
import { Project } from './schema.ts';

const Settings = z.object({
  archived: z.boolean().catch(false),
  merge_requests_access_level: z.string().catch('enabled'),
  only_allow_merge_if_pipeline_succeeds: z.boolean().nullish().catch(null),
});

/** Looks whether the portal's own account may do in the repository what it has to. */
export async function diagnoseRepository(options: RepositoryDiagnosisOptions): Promise<Finding[]> {
  const { repository, name } = options;
  const client = clientOptions(options.id, options.url, options.token);
  try {
    const project = await orNull(async () => {
      const body = await new Projects(client).show(repository);
      return { ...toRepository(Project.parse(body)), ...Settings.parse(body) };
    });
    if (project === null) {
      const remedy = `Check ${name}.repository, and make the portal's account a member of the project with the role Developer.`;
      const detail = `there is no project ${repository} that the portal's account may see`;
      return [{ subject: 'project', state: 'problem', detail, remedy }];
    }
    const { branch } = createRepositoryPart(options.id, client);
    return [
      { subject: 'project', state: 'ok', detail: `the portal's account sees ${project.webUrl}` },
      diagnoseRole(project.canPush),
      branchFinding({
        setting: name,
        name: options.branch,
        defaultBranch: project.defaultBranch,
        sha: (await branch(repository, options.branch))?.sha ?? null,
        vendorsWord: 'project',
      }),
      diagnoseMerging(project),
    ];
  } catch (error) {
    return [repositoryTrouble('project', error)];
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
