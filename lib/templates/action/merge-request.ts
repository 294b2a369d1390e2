import { templateError } from '../template-error.ts';
import type { Action } from './action.ts';
import { joinTarget } from './skeleton-files.ts';

const LONGEST_TITLE = 200;
const LONGEST_DESCRIPTION = 20_000;
const BRANCH = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,118}[A-Za-z0-9_-])?$/;

/** Inputs of the publishing actions that mean something elsewhere; here the configuration decides. */
const DECIDED_HERE = [
  'repoUrl',
  'targetBranchName',
  'token',
  'projectid',
  'commitAction',
  'draft',
  'assignee',
  'reviewers',
];

/**
 * Ends a run with a merge request: `portolan:merge-request`, and what Backstage calls `publish:gitlab:merge-request` and
 * `publish:github:pull-request`, which are taken for the same thing. The repository is always the configured one.
 */
export const mergeRequest: Action = {
  required: ['title', 'branchName'],
  run(input, { workspace, note, open }) {
    const title = oneLine(input.title).slice(0, LONGEST_TITLE);
    const branch = String(input.branchName ?? '');
    if (title === '') {
      throw templateError('the merge request', 'its title is empty');
    }
    if (!BRANCH.test(branch) || branch.includes('..') || branch.includes('//') || branch.endsWith('.lock')) {
      throw templateError('the merge request', `"${branch.slice(0, 80)}" cannot be the name of a branch`);
    }
    const ignored = DECIDED_HERE.filter((name) => input[name] !== undefined);
    if (ignored.length > 0) {
      note(
        `The template sets ${ignored.join(', ')}; the configured repository and the portal's own rules are used instead.`,
      );
    }
    const files = new Map<string, string>();
    for (const [path, content] of workspace.files) {
      const relative = below(path, input.sourcePath);
      if (relative !== null) {
        files.set(joinTarget(input.targetPath, relative, 'the merge request'), content);
      }
    }
    open({ title, description: String(input.description ?? '').slice(0, LONGEST_DESCRIPTION), branch }, files);
    return { targetBranchName: branch };
  },
};

function oneLine(value: unknown): string {
  return String(value ?? '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The path within `sourcePath`; null when it is not in there. */
function below(path: string, sourcePath: unknown): string | null {
  const prefix = typeof sourcePath === 'string' ? joinTarget(sourcePath, '', 'the merge request') : '';
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}
