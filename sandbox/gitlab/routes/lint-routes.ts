import { entryAt, readBlob } from '../../git/tree.ts';
import type { Route } from '../../http/router.ts';
import { ACCESS } from '../access/rights.ts';
import { planOf } from '../pipelines/ci-file.ts';
import { type ApiCall, type ApiRouter, json } from '../rest/api-route.ts';
import { codeOf, commitOf, projectFor } from '../rest/subject.ts';

/** Whether a CI file can run; the answer is 200 for a broken one too. */
export function lintRoutes(api: ApiRouter): Route[] {
  return [api('POST', '/projects/:id/ci/lint', lintContent), api('GET', '/projects/:id/ci/lint', lintCommitted)];
}

function verdict(call: ApiCall, content: string) {
  const { project } = codeOf(call);
  const plan = planOf(content, { CI_COMMIT_BRANCH: project.defaultBranch, CI_DEFAULT_BRANCH: project.defaultBranch });
  const jobs = plan.jobs.map((job) => ({
    name: job.name,
    stage: job.stage,
    before_script: [],
    script: job.script,
    after_script: [],
    tag_list: job.tags,
    only: null,
    except: null,
    environment: null,
    when: job.isManual ? 'manual' : 'on_success',
    allow_failure: job.allowFailure,
  }));
  return json({
    valid: plan.error === null,
    errors: plan.error === null ? [] : [plan.error],
    warnings: [],
    merged_yaml: content,
    includes: [],
    ...(call.input.flag('include_jobs') === true ? { jobs } : {}),
  });
}

function lintContent(call: ApiCall) {
  projectFor(call, ACCESS.developer);
  return verdict(call, call.input.requiredText('content'));
}

async function lintCommitted(call: ApiCall) {
  const { project, gitDir } = codeOf(call);
  const commit = await commitOf(gitDir, call.input.text('content_ref') ?? project.defaultBranch);
  const entry = await entryAt(gitDir, commit, '.gitlab-ci.yml');
  if (entry?.type !== 'blob') {
    return json({ valid: false, errors: ['Please provide content of .gitlab-ci.yml'], warnings: [], includes: [] });
  }
  return verdict(call, (await readBlob(gitDir, entry.sha)).toString('utf8'));
}
