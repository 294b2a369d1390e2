import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real bare repository with a work tree beside it. */
export type TestRepository = {
  /** Where it is cloned from. */
  url: string;
  folder: string;
  /** Writes files, null removes one, and pushes; gives the commit. */
  commit(files: Record<string, string | null>, message?: string): string;
  tag(name: string): void;
  close(): void;
};

export function createTestRepository(files: Record<string, string> = {}): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-argocd-'));
  const work = join(folder, 'work');
  const url = join(folder, 'repository.git');
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      cwd: work,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  mkdirSync(work);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', url]);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', url);

  const repository: TestRepository = {
    url,
    folder,
    commit(changes, message = 'change') {
      for (const [path, text] of Object.entries(changes)) {
        if (text === null) {
          rmSync(join(work, path));
        } else {
          mkdirSync(dirname(join(work, path)), { recursive: true });
          writeFileSync(join(work, path), text);
        }
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      git('push', '--quiet', 'origin', 'main');
      return git('rev-parse', 'HEAD');
    },
    tag(name) {
      git('tag', name);
      git('push', '--quiet', 'origin', name);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  repository.commit(files, 'first');
  return repository;
}
