import type { RunnerForge } from './runner.ts';

/** Runners that the portal does not see: what takes jobs below this path may be among them. */
export type Unseen = {
  forge: RunnerForge;
  /** Of a group, an organization or a repository; '' where they may take any job. */
  path: string;
  /** Repositories whose runners are all known in spite of it. */
  besides?: string[];
};

/** Whether runners that nobody sees may take the job; for a job of any repository, whether there may be any at all. */
export function mayBeUnseen(
  unseen: readonly Unseen[],
  { forge, repository }: { forge: RunnerForge; repository: string },
): boolean {
  const asked = repository.toLowerCase();
  return unseen.some(({ forge: theirs, path, besides = [] }) => {
    const own = path.toLowerCase();
    const isBelow = own === '' || asked === '' || asked === own || asked.startsWith(`${own}/`);
    return theirs === forge && isBelow && !besides.some((known) => known.toLowerCase() === asked);
  });
}
