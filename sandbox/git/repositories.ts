import { randomUUID } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { runGit } from './run-git.ts';

export type Repositories = {
  /** The bare repository of a project, by its number. */
  directory(projectId: number): string;
  create(projectId: number, defaultBranch: string): Promise<void>;
  /** Runs work that changes refs of a project, one after the other. */
  exclusively<T>(projectId: number, work: () => Promise<T>): Promise<T>;
  /** Where git finds the sandbox's hooks. */
  readonly hooksDirectory: string;
  /** A path for a short-lived working tree. */
  scratchPath(): string;
};

/**
 * Opens what is below `stateDir`; a new state begins without the repositories that a broken start may have left.
 * @param options.preReceiveHook a script that git runs before it takes what was pushed to it
 */
export async function openRepositories(
  stateDir: string,
  options: { isNew: boolean; preReceiveHook?: string },
): Promise<Repositories> {
  const [root, hooksDirectory, scratch] = ['repositories', 'hooks', 'scratch'].map((part) =>
    resolve(stateDir, part),
  ) as [string, string, string];
  await rm(scratch, { recursive: true, force: true });
  if (options.isNew) {
    await rm(root, { recursive: true, force: true });
  }
  await Promise.all([root, hooksDirectory, scratch].map((path) => mkdir(path, { recursive: true })));
  if (options.preReceiveHook !== undefined) {
    const hook = join(hooksDirectory, 'pre-receive');
    await writeFile(hook, options.preReceiveHook);
    await chmod(hook, 0o755);
  }
  const queues = new Map<number, Promise<unknown>>();
  const directory = (projectId: number) => join(root, `${projectId}.git`);
  return {
    directory,
    hooksDirectory,
    scratchPath: () => join(scratch, randomUUID()),
    async create(projectId, defaultBranch) {
      const path = directory(projectId);
      await runGit(path, ['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`]);
      await runGit(path, ['config', 'http.receivepack', 'true']);
      // Readers may ask for any commit of a branch, as forges let them.
      await runGit(path, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      await runGit(path, ['config', 'uploadpack.allowFilter', 'true']);
      await runGit(path, ['config', 'gc.auto', '0']);
    },
    exclusively(projectId, work) {
      const before = queues.get(projectId) ?? Promise.resolve();
      const result = before.then(work);
      queues.set(
        projectId,
        result.catch(() => undefined),
      );
      return result;
    },
  };
}
