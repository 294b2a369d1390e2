import fc from 'fast-check';
import { configMap } from '../config-map.ts';
import { PRETEND_PATH } from '../forge/pretend-forge.ts';
import { SMALL_FILE } from '../journey.ts';
import { type FormName, NAMES, PEOPLE, type Person, type World } from './world.ts';

/** Something that is done on the forge past the portal, in one go. */
export type ForgeAct = { label: string; isRewind: boolean; run(world: World): void };

const requestOf = ({ portal }: World, name: FormName) =>
  portal.forge.requests.findLast(({ sourceBranch }) => sourceBranch.startsWith(`add-${name}-`));

const TEXTS = ['one', 'two'].map(configMap);
const PATHS = (name: FormName) => [SMALL_FILE(name), `apps/${name}/more.yaml`, '.gitlab-ci.yml'];

type Push = { name: FormName; person: Person; path: string; text: string };

function push({ portal }: World, branch: string, { person, path, text }: Push): void {
  const { repository } = portal.forge;
  const isThere = repository.find(branch)?.files.has(path) === true;
  const actions = [{ action: isThere ? ('update' as const) : ('create' as const), path, content: text }];
  repository.commit({ branch, message: `by ${person}`, actions }, person);
}

const pushes = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...PEOPLE), fc.nat({ max: 2 }), fc.constantFrom(...TEXTS))
  .map(([name, person, which, text]) => ({ name, person, path: PATHS(name)[which] ?? '', text }));

const withRequest = (
  label: string,
  run: (world: World, name: FormName, person: Person, request: NonNullable<ReturnType<typeof requestOf>>) => void,
) =>
  fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...PEOPLE)).map(([name, person]): ForgeAct => {
    return {
      label: `${person} ${label} ${name}`,
      isRewind: false,
      run(world) {
        const request = requestOf(world, name);
        if (request !== undefined && request.state === 'opened') {
          run(world, name, person, request);
        }
      },
    };
  });

const pushToBranch = pushes.map((one): ForgeAct => {
  return {
    label: `${one.person} pushes ${one.path} to ${one.name}`,
    isRewind: false,
    run(world) {
      const request = requestOf(world, one.name);
      if (request !== undefined) {
        push(world, request.sourceBranch, one);
      }
    },
  };
});

const forcePush = pushes.map((one): ForgeAct => {
  return {
    label: `${one.person} pushes ${one.name} anew with ${one.path}`,
    isRewind: false,
    run(world) {
      const { branches } = world.portal.forge.repository;
      const request = requestOf(world, one.name);
      if (request !== undefined) {
        branches.set(request.sourceBranch, branches.get('main') ?? '');
        push(world, request.sourceBranch, one);
      }
    },
  };
});

const stepBack = withRequest('sets back', ({ portal }, _, person, { sourceBranch }) => {
  const { branches, need, pushes: recorded } = portal.forge.repository;
  const [parent] = need(sourceBranch, 'step back').parents;
  if (parent !== undefined && parent !== branches.get('main')) {
    branches.set(sourceBranch, parent);
    recorded.push({ branch: sourceBranch, username: person });
  }
});

const pushToMain = pushes.map((one): ForgeAct => {
  return {
    label: `${one.person} pushes ${one.path} to main`,
    isRewind: false,
    run: (world) => push(world, 'main', one),
  };
});

/** Main loses its newest commit, as a force push by an administrator can do. */
const rewindMain: fc.Arbitrary<ForgeAct> = fc.constant({
  label: 'main is set back',
  isRewind: true,
  run({ portal }) {
    const { branches, need } = portal.forge.repository;
    branches.set('main', need('main', 'rewind').parents[0] ?? branches.get('main') ?? '');
  },
});

/** Main takes the first commit of a branch and no more. */
const takeHalf = withRequest('takes half into main of', ({ portal }, _, __, { sourceBranch }) => {
  const { branches, need, isAncestor } = portal.forge.repository;
  const [parent] = need(sourceBranch, 'half').parents;
  if (parent !== undefined && isAncestor(branches.get('main') ?? '', parent)) {
    branches.set('main', parent);
  }
});

const mergeByHand = withRequest('merges by hand', ({ portal, witness }, _, person, { iid, sourceBranch }) => {
  const sha = portal.forge.repository.branches.get(sourceBranch) ?? '';
  const hand = portal.forge.as({ accessToken: `token-${person}` });
  // A conflict is no merge.
  witness.byHand(() => void hand.merge(PRETEND_PATH, iid, { sha, message: 'by hand' }).catch(() => undefined));
});

const approveByHand = withRequest('approves by hand', ({ portal }, _, person, request) => {
  request.approvals.add(person);
  portal.forge.users.add(person);
});

const closeByHand = withRequest('closes by hand', (_, __, ___, request) => {
  request.state = 'closed';
});

const retarget = withRequest('sends elsewhere', (_, __, ___, request) => {
  request.targetBranch = request.targetBranch === 'main' ? 'side' : 'main';
});

export const forgeActs: fc.Arbitrary<ForgeAct> = fc.oneof(
  { weight: 4, arbitrary: pushToBranch },
  { weight: 2, arbitrary: forcePush },
  { weight: 2, arbitrary: stepBack },
  { weight: 2, arbitrary: pushToMain },
  { weight: 2, arbitrary: rewindMain },
  { weight: 1, arbitrary: takeHalf },
  { weight: 2, arbitrary: mergeByHand },
  { weight: 1, arbitrary: approveByHand },
  { weight: 1, arbitrary: closeByHand },
  { weight: 2, arbitrary: retarget },
);
