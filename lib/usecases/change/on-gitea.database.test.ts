import { expect } from 'vitest';
import { createGitea } from '#lib/adapters/forge/gitea/host.ts';
import { REPOSITORY, startExample, stopExample, TOKENS } from '#sandbox/gitea/testing/example-gitea.ts';
import { changeJourney } from './journey.conformance.ts';

changeJourney('Gitea', async () => {
  const gitea = await startExample();
  const { inspect } = gitea;
  return {
    host: createGitea({ id: 'gitea', url: gitea.url }),
    repository: REPOSITORY,
    tokens: TOKENS,
    inspect: {
      branchSha: (branch) => inspect.branchSha(REPOSITORY, branch),
      file: (ref, path) => inspect.file(REPOSITORY, ref, path),
      message: async () => (await inspect.commits(REPOSITORY, 'main', 1))[0]?.message ?? '',
      requests: () => inspect.pulls(REPOSITORY).map(({ index }) => index),
      approvals: (iid) => inspect.reviews(REPOSITORY, iid),
      statuses: (sha) => inspect.statuses(REPOSITORY, sha),
    },
    push: (branch, files, login) => gitea.act.push(REPOSITORY, branch, files, login),
    async openByHand(head, title, body) {
      const wish = { title, body, head, base: 'main' };
      expect((await gitea.api('ada', 'POST', `/repos/${REPOSITORY}/pulls`, wish)).status).toBe(201);
    },
    close: () => stopExample(gitea),
  };
});
