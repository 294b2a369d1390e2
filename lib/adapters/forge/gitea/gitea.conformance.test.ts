import { forgeConformance } from '#lib/ports/forge.conformance.ts';
import { REPOSITORY, startExample, stopExample, TOKENS } from '#sandbox/gitea/testing/example-gitea.ts';
import { createGitea } from './host.ts';

/** A Forgejo says in its version which Gitea it answers like. */
const SERVERS = [
  ['Gitea in the sandbox', '1.24.7'],
  ['Forgejo in the sandbox', '11.0.3+gitea-1.22.0'],
] as const;

for (const [name, version] of SERVERS) {
  forgeConformance(name, async () => {
    const gitea = await startExample({ version });
    return {
      host: createGitea({ id: 'gitea', url: gitea.url }),
      repository: REPOSITORY,
      author: { accessToken: TOKENS.ada, username: 'ada' },
      reviewer: { accessToken: TOKENS.grace, username: 'grace' },
      inspect: {
        branchSha: (branch) => gitea.inspect.branchSha(REPOSITORY, branch),
        fileAt: (ref, path) => gitea.inspect.file(REPOSITORY, ref, path),
        openMergeRequests: async (branch) =>
          gitea.inspect
            .pulls(REPOSITORY)
            .filter(({ isClosed, headBranch }) => !isClosed && headBranch === branch)
            .map(({ index }) => index),
        // Each approval is a review of its own; who has given several is still one person.
        approvers: async (iid) => [
          ...new Set(
            gitea.inspect.reviews(REPOSITORY, iid).flatMap(({ login, state }) => (state === 'APPROVED' ? [login] : [])),
          ),
        ],
        notes: async (iid) =>
          gitea.inspect.comments(REPOSITORY, iid).map(({ login, body }) => ({ author: login, body })),
        statuses: async (sha) =>
          gitea.inspect.statuses(REPOSITORY, sha).map(({ context, state }) => ({ name: context, status: state })),
      },
      push: async (branch, files, username) => {
        const sha = await gitea.act.push(REPOSITORY, branch, files, username);
        await gitea.idle();
        return sha;
      },
      close: () => stopExample(gitea),
    };
  });
}
