import { expect } from 'vitest';
import { createGitHub } from '#lib/adapters/forge/github/host.ts';
import { REPOSITORY, startExampleForge, TOKENS } from '#sandbox/github/testing/example-forge.ts';
import { changeJourney } from './journey.conformance.ts';

changeJourney('GitHub', async () => {
  const github = await startExampleForge();
  const { inspect } = github;
  return {
    host: createGitHub({ id: 'github', url: github.url }),
    repository: REPOSITORY,
    tokens: TOKENS,
    inspect: {
      branchSha: (branch) => inspect.branchSha(REPOSITORY, branch),
      file: (ref, path) => inspect.file(REPOSITORY, ref, path),
      message: async () => (await inspect.commits(REPOSITORY, 'main', 1))[0]?.message ?? '',
      requests: () => inspect.pulls(REPOSITORY).map(({ number }) => number),
      approvals: (iid) => inspect.reviews(REPOSITORY, iid),
      statuses: (sha) => inspect.statuses(REPOSITORY, sha),
    },
    push: (branch, files, login) => github.act.push(REPOSITORY, branch, files, login),
    async openByHand(head, title, body) {
      const wish = { title, body, head, base: 'main' };
      expect((await github.api('ada', 'POST', `/repos/${REPOSITORY}/pulls`, wish)).status).toBe(201);
    },
    close: () => github.stop(),
  };
});
