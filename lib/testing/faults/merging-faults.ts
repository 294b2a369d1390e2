import { configMap } from '../config-map.ts';
import type { Meddle } from '../proxy.ts';
import {
  answers,
  answersPage,
  atFirst,
  changesAnswer,
  type ForgeFault,
  hangs,
  json,
  lies,
  losesAnswer,
  refuses,
} from './forge-fault.ts';

const OTHER = configMap('other');
const iidOf = (world: Parameters<ForgeFault['strike']>[0]) => world.change().mergeRequest?.iid ?? 0;

/** Nothing is done: what is answered is what another address says. */
const insteadOf =
  (url: string, other: (path: string) => string): Meddle =>
  async ({ path, token }) => {
    const answer = await fetch(url + other(path), { headers: { authorization: `Bearer ${token}` } });
    return { status: 200, headers: json, body: await answer.text() };
  };

/** What goes wrong with the merge. */
export const MERGING_FAULTS: ForgeFault[] = [
  {
    name: 'the merge is done and its answer never comes',
    step: 'merge',
    strike: ({ on }) => on('merge', atFirst(1, losesAnswer('hang'))),
    says: /no answer within .* tries again/,
  },
  {
    name: 'the merge is done and the connection is cut',
    step: 'merge',
    strike: ({ on }) => on('merge', atFirst(1, losesAnswer('reset'))),
    says: /connection was cut.* tries again/,
  },
  {
    name: 'the merge is done and the forge says 405',
    step: 'merge',
    strike: ({ on }) =>
      on(
        'merge',
        changesAnswer(() => ({ status: 405, body: '{"message":"405 Method Not Allowed"}' })),
      ),
    says: null,
  },
  {
    name: 'a merge that fails with 500',
    step: 'merge',
    strike: ({ on }) => on('merge', refuses(500, '500 Internal Server Error')),
    says: /500.* tries again/,
  },
  {
    name: 'a merge beyond the rate limit',
    step: 'merge',
    strike: ({ on }) => on('merge', refuses(429, 'Retry later', { 'retry-after': '7' })),
    says: /slow down.*in 7 s/,
  },
  {
    name: 'a merge that never comes to an answer',
    step: 'merge',
    strike: ({ on }) => on('merge', hangs),
    says: /no answer within .* tries again/,
  },
  {
    name: 'an error page instead of the merge',
    step: 'merge',
    strike: ({ on }) => on('merge', answersPage(200)),
    says: /web page.* tries again/,
  },
  {
    name: 'an empty answer instead of the merge',
    step: 'merge',
    strike: ({ on }) => on('merge', answers({ body: '' })),
    says: /another shape.* tries again/,
  },
  {
    name: 'a merge that is said to be done and is not',
    step: 'merge',
    strike: ({ on }) => on('merge', answers({ body: '{}' })),
    says: /another shape.* tries again/,
  },
  {
    name: 'a merge that is answered with a merge request that is open still',
    step: 'merge',
    strike: ({ on, rig }) =>
      on(
        'merge',
        insteadOf(rig.url, (path) => path.replace(/\/merge$/, '')),
      ),
    says: /has not merged it yet.*looks again by itself/,
  },
  {
    name: 'a merge that may not be made just now (405)',
    step: 'merge',
    strike: ({ on }) => on('merge', refuses(405, '405 Method Not Allowed')),
    says: /refused the merge.*then merge again/,
  },
  {
    name: 'a merge of a head that is said to have moved (409)',
    step: 'merge',
    strike: ({ on }) => on('merge', refuses(409, 'SHA does not match HEAD of source branch')),
    says: /refused the merge.*then merge again/,
  },
  {
    name: 'branches that cannot be merged (422)',
    step: 'merge',
    strike: ({ on }) => on('merge', refuses(422, 'Branch cannot be merged')),
    says: /Branch cannot be merged.*then merge again/,
  },
  {
    name: 'a person who may not merge into main',
    step: 'merge',
    strike: ({ rig }) => rig.act.setReviewerMayMerge(false),
    heal: ({ rig }) => rig.act.setReviewerMayMerge(true),
    says: /does not let .* merge into main.*then merge again/,
  },
  {
    name: 'a conflict with what came to main meanwhile',
    step: 'merge',
    strike: async ({ rig, change }) => {
      const [path = ''] = change().paths;
      await rig.act.push('main', path, OTHER);
    },
    heal: async ({ rig, change }) => {
      const [path = ''] = change().paths;
      await rig.act.forcePush(change().branch, `${path}.new.yaml`, OTHER);
    },
    says: /conflicts with the target branch.*mend/,
  },
  {
    name: 'a merge request that goes to another branch now',
    step: 'merge',
    strike: (world) => world.rig.act.retarget(iidOf(world), `side-${iidOf(world)}`),
    heal: (world) => world.rig.act.retarget(iidOf(world), 'main'),
    says: /goes to the branch side-.*then merge again/,
  },
  {
    name: 'a merge request that was turned into a draft',
    step: 'merge',
    strike: (world) => world.rig.act.setDraft(iidOf(world), true),
    heal: (world) => world.rig.act.setDraft(iidOf(world), false),
    says: /it is a draft.*then merge again/,
  },
  {
    name: 'a pipeline that must succeed and failed',
    step: 'merge',
    strike: async ({ rig, change }) => {
      rig.act.setPipelinesRequired(true);
      await rig.act.failStatus(change().headSha ?? '');
    },
    heal: ({ rig }) => rig.act.setPipelinesRequired(false),
    says: /its pipeline must succeed first.*then merge again/,
  },
  {
    name: 'a forge that checks for ever whether it can be merged',
    step: 'merge',
    strike: ({ on, rig }) => on('request', lies(rig.lies.checking)),
    says: /still checks whether it can be merged/,
  },
  {
    name: 'a merge of another head than was asked for',
    step: 'merge',
    strike: ({ on, rig }) => on('merge', lies(rig.lies['another head'])),
    says: null,
  },
];
