import { forgeConformance } from '#lib/ports/forge.conformance.ts';
import { PROJECT, startExample, stopExample, TOKENS } from '#sandbox/gitlab/testing/example-gitlab.ts';
import { createGitLab } from './host.ts';

forgeConformance('GitLab in the sandbox', async () => {
  const gitlab = await startExample();
  return {
    host: createGitLab({ id: 'gitlab', url: gitlab.url }),
    repository: PROJECT,
    author: { accessToken: TOKENS.ada, username: 'ada' },
    reviewer: { accessToken: TOKENS.grace, username: 'grace' },
    inspect: {
      branchSha: (branch) => gitlab.inspect.branchSha(PROJECT, branch),
      fileAt: (ref, path) => gitlab.inspect.file(PROJECT, ref, path),
      openMergeRequests: async (branch) =>
        gitlab.inspect
          .mergeRequests(PROJECT)
          .filter(({ state, sourceBranch }) => state === 'opened' && sourceBranch === branch)
          .map(({ iid }) => iid),
      approvers: async (iid) => gitlab.inspect.approvals(PROJECT, iid).map(({ username }) => username),
      notes: async (iid) =>
        gitlab.inspect
          .notes(PROJECT, iid)
          .flatMap(({ author, body, isSystem }) => (isSystem ? [] : [{ author, body }])),
      statuses: async (sha) => gitlab.inspect.statuses(PROJECT, sha),
    },
    push: async (branch, files, username) => {
      const sha = await gitlab.act.push(PROJECT, branch, files, username);
      await gitlab.idle();
      return sha;
    },
    close: () => stopExample(gitlab),
  };
});
