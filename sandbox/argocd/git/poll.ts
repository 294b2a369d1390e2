import type { Cancel, SandboxClock } from '../../clock.ts';
import { type Repositories, RepositoryError } from './repositories.ts';

/**
 * Asks a repository what is new. A failure counts as a change: the Applications that read it say what it is when they are
 * looked at.
 */
export async function askRepository(repositories: Repositories, repoUrl: string): Promise<boolean> {
  try {
    return await repositories.update(repoUrl);
  } catch (error) {
    if (error instanceof RepositoryError) {
      return true;
    }
    throw error;
  }
}

/**
 * Asks every repository again and again.
 * @param waitMs how long to wait this time, in sandbox ms
 * @param onMoved a repository with something new, or one that failed
 */
export function startPolling(
  repositories: Repositories,
  clock: SandboxClock,
  waitMs: () => number,
  onMoved: (repoUrl: string) => void,
): Cancel {
  let isStopped = false;
  let cancel: Cancel = () => undefined;

  const ask = async () => {
    for (const repoUrl of repositories.configured()) {
      if ((await askRepository(repositories, repoUrl)) && !isStopped) {
        onMoved(repoUrl);
      }
    }
    if (!isStopped) {
      askLater();
    }
  };
  const askLater = () => {
    cancel = clock.after(waitMs(), () => {
      ask().catch((error: unknown) => {
        // A mistake of the sandbox itself: it must not pass unseen.
        queueMicrotask(() => {
          throw error;
        });
      });
    });
  };
  askLater();
  return () => {
    isStopped = true;
    cancel();
  };
}
