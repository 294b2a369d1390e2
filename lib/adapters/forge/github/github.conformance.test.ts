import { forgeConformance } from '#lib/ports/forge.conformance.ts';
import { REPOSITORY, startExampleForge, TOKENS } from '#sandbox/github/testing/example-forge.ts';
import { createGitHub } from './host.ts';

forgeConformance('GitHub in the sandbox', async () => {
  const github = await startExampleForge();
  return {
    host: createGitHub({ id: 'github', url: github.url }),
    repository: REPOSITORY,
    author: { accessToken: TOKENS.ada, username: 'ada' },
    reviewer: { accessToken: TOKENS.grace, username: 'grace' },
    inspect: {
      branchSha: (branch) => github.inspect.branchSha(REPOSITORY, branch),
      fileAt: (ref, path) => github.inspect.file(REPOSITORY, ref, path),
      openMergeRequests: async (branch) =>
        github.inspect
          .pulls(REPOSITORY)
          .filter(({ isClosed, headBranch }) => !isClosed && headBranch === branch)
          .map(({ number }) => number),
      // Each approval is a review of its own; who has given several is still one person.
      approvers: async (iid) => [
        ...new Set(
          github.inspect.reviews(REPOSITORY, iid).flatMap(({ login, state }) => (state === 'APPROVED' ? [login] : [])),
        ),
      ],
      notes: async (iid) =>
        github.inspect.comments(REPOSITORY, iid).map(({ login, body }) => ({ author: login, body })),
      statuses: async (sha) =>
        github.inspect.statuses(REPOSITORY, sha).map(({ context, state }) => ({ name: context, status: state })),
    },
    push: async (branch, files, username) => {
      const sha = await github.act.push(REPOSITORY, branch, files, username);
      await github.idle();
      return sha;
    },
    close: () => github.stop(),
  };
});
