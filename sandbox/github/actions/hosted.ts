import type { Job } from './model.ts';

/** The names that GitHub gives its own runners: `ubuntu-latest`, `windows-2025`, `macos-15-xlarge`. */
const HOSTED = /^(ubuntu|windows|macos)-(latest|slim|\d[\d.]*)(-(large|xlarge|intel|arm))?$/i;

/** GitHub's own runners: there is one for every job that asks for them, and no more at once than the account has. */
export function createHosted(atOnce: number) {
  let number = 0;
  return {
    /** The runner that takes the job; null where it is not for these, or has to wait. */
    runnerFor({ labels }: Job, jobs: Iterable<Job>): Job['runner'] {
      const isOurs = labels.length === 1 && labels.every((label) => HOSTED.test(label));
      const running = [...jobs].filter(({ status, runner }) => status === 'in_progress' && runner?.id === null);
      if (!isOurs || running.length >= atOnce) {
        return null;
      }
      number += 1;
      return { id: null, number, name: `GitHub Actions ${number}`, groupId: 0, groupName: 'GitHub Actions' };
    },
  };
}
