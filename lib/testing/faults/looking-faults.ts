import {
  answers,
  answersPage,
  atFirst,
  type ForgeFault,
  hangs,
  lies,
  losesAnswer,
  MORE,
  refuses,
  resets,
} from './forge-fault.ts';

const iidOf = (world: Parameters<ForgeFault['strike']>[0]) => world.change().mergeRequest?.iid ?? 0;

/** What goes wrong while the portal looks at a merge request, and what others do to it meanwhile. */
export const LOOKING_FAULTS: ForgeFault[] = [
  {
    name: 'a comparison that the forge cut short',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/a.yaml', MORE);
      on('compare', lies(rig.lies.incomplete));
    },
    says: null,
    heal: ({ rig, change }) => rig.act.push(change().branch, 'apps/more/a.yaml', `${MORE}# again\n`),
  },
  {
    name: 'a comparison that fails',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/c.yaml', MORE);
      on('compare', refuses(500, '500 Internal Server Error'));
    },
    says: /500.* tries again/,
  },
  {
    name: 'pushes that are never recorded',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/d.yaml', MORE);
      on('pushes', answers({ body: '[]' }));
    },
    says: /not recorded yet who pushed.* tries again/,
  },
  {
    name: 'files that are named and are not there',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/e.yaml', MORE);
      on('file', refuses(404, '404 File Not Found'));
    },
    says: /does not say the same.* tries again/,
  },
  {
    name: 'statuses that are refused with 500',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/f.yaml', MORE);
      on('status', refuses(500, '500 Internal Server Error'));
    },
    says: /500.* tries again/,
  },
  {
    name: 'a merge request that is not found just now',
    step: 'look',
    strike: ({ on }) => on('request', refuses(404, '404 Not found')),
    says: /is not there any more.*Look for it.*looks again by itself/,
  },
  {
    name: 'an error page instead of the merge request',
    step: 'look',
    strike: ({ on }) => on('request', answersPage(200)),
    says: /web page.* tries again/,
  },
  {
    name: 'the merge request was closed by somebody',
    step: 'look',
    strike: (world) => world.rig.act.close(iidOf(world)),
    says: null,
    ends: 'closed',
  },
  {
    name: 'the source branch was deleted',
    step: 'look',
    strike: ({ rig, change }) => rig.act.deleteBranch(change().branch),
    says: null,
    ends: 'closed',
  },
  {
    name: 'the merge request was merged by somebody',
    step: 'look',
    strike: (world) => world.rig.act.merge(iidOf(world)),
    says: null,
    ends: 'merged',
  },
  {
    name: 'a push after the approval',
    step: 'look again',
    strike: ({ rig, change }) => rig.act.push(change().branch, 'apps/more/g.yaml', MORE),
    says: null,
  },
  {
    name: 'a branch that was pushed anew after the approval',
    step: 'look again',
    strike: ({ rig, change }) => rig.act.forcePush(change().branch, change().paths[0] ?? '', MORE),
    says: null,
  },
  {
    name: 'approvals that were taken back on the forge',
    step: 'look again',
    strike: (world) => world.rig.act.unapprove(iidOf(world)),
    says: null,
  },
  {
    name: 'an approval whose answer is lost',
    step: 'approve',
    strike: ({ on }) => on('approve', atFirst(1, losesAnswer('reset'))),
    says: /[Tt]ry again/,
  },
  {
    name: 'an approval that never comes to an answer',
    step: 'approve',
    strike: ({ on }) => on('approve', hangs),
    says: /[Tt]ry again/,
  },
  {
    name: 'an approval beyond the rate limit',
    step: 'approve',
    strike: ({ on }) => on('approve', refuses(429, 'Retry later', { 'retry-after': '9' })),
    says: /slow down.*[Tt]ry again/,
  },
  {
    name: 'an approval that the person may not give',
    step: 'approve',
    strike: ({ on }) => on('approve', refuses(401, '401 Unauthorized')),
    says: /does not let you approve.*Ask for the right/,
  },
  {
    name: 'a push in the moment of the approval',
    step: 'approve',
    strike: ({ rig, on, change }) =>
      on(
        'approve',
        atFirst(1, async (_, forward) => {
          await rig.act.push(change().branch, 'apps/more/i.yaml', MORE);
          return await forward();
        }),
      ),
    says: /new commit arrived.*[Ll]ook at what changed/,
  },
  {
    name: 'a forge that is down while the portal only looks',
    step: 'look',
    strike: ({ on }) => on('everything', resets),
    says: /connection was cut.* tries again/,
  },
];
