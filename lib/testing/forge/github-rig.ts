import { createGitHub } from '#lib/adapters/forge/github/host.ts';
import type { Forge } from '#lib/ports/forge.ts';
import { type ExampleForge, REPOSITORY, startExampleForge, TOKENS } from '#sandbox/github/testing/example-forge.ts';

export type GitHubRig = {
  github: ExampleForge;
  ada: Forge;
  grace: Forge;
  /** Whoever's token it is. */
  as(accessToken: string): Forge;
  newBranch(): string;
  mainSha(): Promise<string>;
  /** A branch with these files, pushed by Ada, and its pull request, which GitHub has computed. */
  open(files: Record<string, string>, branch?: string): Promise<{ iid: number; sha: string; branch: string }>;
};

/** The adapter before a pretend GitHub, as two people who work there. Stop `github` when it is done with. */
export async function startGitHubRig(...change: Parameters<typeof startExampleForge>): Promise<GitHubRig> {
  const github = await startExampleForge(...change);
  const host = createGitHub({ id: 'github', url: github.url });
  const as = (accessToken: string) => host.as({ accessToken });
  const [ada, grace] = [as(TOKENS.ada), as(TOKENS.grace)];
  let counter = 0;
  const newBranch = () => {
    counter += 1;
    return `portolan/trap-${counter}`;
  };
  return {
    github,
    ada,
    grace,
    as,
    newBranch,
    mainSha: async () => (await ada.branch(REPOSITORY, 'main'))?.sha ?? '',
    async open(files, branch = newBranch()) {
      const sha = await github.act.push(REPOSITORY, branch, files, 'ada');
      await github.idle();
      const wish = { sourceBranch: branch, targetBranch: 'main', title: branch, description: '', labels: ['portolan'] };
      const { iid } = await ada.openMergeRequest(REPOSITORY, wish);
      await github.idle();
      return { iid, sha, branch };
    },
  };
}
