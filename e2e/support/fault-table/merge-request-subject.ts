import { ANSWER_FAULTS } from './faults.ts';
import { PAGE_SAYS, type Subject } from './subject.ts';

const PROJECT = 'platform/gitops-platform';

/** A change that is open, whose author pushes to it. @param id of the change */
export function mergeRequestSubject(id: string): Subject {
  return {
    title: 'merge requests of GitLab',
    server: 'gitlab',
    path: '/merge_requests',
    faults: ANSWER_FAULTS,
    connection: 'forges/gitlab',
    // Who does not answer is given up after twenty seconds, and a page that is open is looked at every three.
    noticedWithinMs: 26_000,
    async change({ sandbox: { gitlab } }, round) {
      const branch = gitlab.inspect.mergeRequests(PROJECT).at(-1)?.sourceBranch ?? '';
      const changes = {
        [`notes/change-${round}.md`]: 'added',
        'notes/change.md': `of round ${round}`,
        ...(round === 0 ? {} : { [`notes/change-${round - 1}.md`]: null }),
      };
      await gitlab.act.push(PROJECT, branch, changes, 'ada', `Round ${round}`);
    },
    holds: () => '',
    truth: ({ sandbox: { gitlab } }) => gitlab.inspect.mergeRequests(PROJECT).map(({ sha }) => sha),
    async told(read) {
      const { change } = (await read('change', { id })) as { change: { headSha: string; problem: object | null } };
      return [change.problem === null ? change.headSha : `${PAGE_SAYS} that the forge does not answer`];
    },
  };
}
