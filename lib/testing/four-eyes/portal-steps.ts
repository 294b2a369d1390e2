import fc from 'fast-check';
import { adoptMergeRequests } from '#lib/usecases/change/adopt.ts';
import { advanceChange } from '#lib/usecases/change/advance.ts';
import { approveChange } from '#lib/usecases/change/approve.ts';
import { closeChange } from '#lib/usecases/change/close.ts';
import { mergeChange } from '#lib/usecases/change/merge.ts';
import { openChange } from '#lib/usecases/change/open.ts';
import { requestChanges } from '#lib/usecases/change/request-changes.ts';
import { forgeActs } from './forge-acts.ts';
import type { Yes } from './witness.ts';
import { type FormName, isDone, NAMES, PEOPLE, type Person, type World } from './world.ts';

/** Something that is done by a person in the portal, by the portal itself, or to it. */
export type Step = { label: string; isMerge: boolean; run(world: World): Promise<void> };

const name = fc.constantFrom(...NAMES);
const person = fc.constantFrom(...PEOPLE);

const act = (
  verb: string,
  run: (world: World, form: FormName, by: Person) => Promise<unknown>,
  isMerge = false,
): fc.Arbitrary<Step> =>
  fc.tuple(name, person).map(([form, by]) => ({
    label: `${by} ${verb} ${form}`,
    isMerge,
    run: async (world) => void (await run(world, form, by)),
  }));

const send = act('sends', (world, form, by) => isDone(openChange(world.as(by), world.form(form))));
const look = act('looks at', (world, form, by) => world.look(by, form));
const close = act('closes', async (world, form, by) => {
  const change = await world.changeOf(form);
  await isDone(closeChange(world.as(by), { changeId: change?.id ?? '' }));
});

/** Most look before they press; some press what they have had on the screen for long. */
async function approve(world: World, form: FormName, by: Person, isFresh: boolean): Promise<void> {
  if (isFresh) {
    await world.look(by, form);
  }
  const seen = world.lookOf(by, form);
  if (seen !== undefined) {
    const { changeId, sha, diffHash, shown } = seen;
    const yes: Yes = { by, changeId, sha, shown, isRefused: false };
    world.witness.yeses.push(yes);
    yes.isRefused = (await isDone(approveChange(world.as(by), { changeId, sha, diffHash }))) === 'refused';
    yes.until = world.witness.now();
  }
}

async function askForChanges(world: World, form: FormName, by: Person): Promise<void> {
  await world.look(by, form);
  const seen = world.lookOf(by, form);
  if (seen !== undefined) {
    const { changeId, sha } = seen;
    const from = world.witness.now();
    if ((await isDone(requestChanges(world.as(by), { changeId, sha, body: 'fewer' }))) === 'done') {
      world.witness.noes.push({ by, sha, from, until: world.witness.now() });
    }
  }
}

/** What the portal does every few seconds with what stands open on the forge. */
const list = act('lets the portal list what is open for', async ({ portal }) => {
  const actor = { kind: 'system', name: 'change-driver' } as const;
  await isDone(adoptMergeRequests({ actor, requestId: 'list', services: portal.services }, portal.services.repository));
});

async function merge(world: World, form: FormName, by: Person, isFresh: boolean): Promise<void> {
  if (isFresh) {
    await world.look(by, form);
  }
  const seen = world.lookOf(by, form);
  if (seen !== undefined) {
    await isDone(mergeChange(world.as(by), { changeId: seen.changeId, sha: seen.sha }));
  }
}

/** What a webhook brings about, and the portal's own looking. */
const observe = act('lets the portal look at', async (world, form) => {
  const change = await world.changeOf(form);
  if (change !== null) {
    await isDone(advanceChange(world.portal.services, change.id, 'webhook'));
  }
});

const restart: fc.Arbitrary<Step> = fc.constant({
  label: 'the portal restarts',
  isMerge: false,
  run: async ({ portal }) => portal.restart(),
});

const wait: fc.Arbitrary<Step> = fc.constantFrom(1_000, 6_000, 3_600_000).map((ms) => {
  return { label: `${ms} ms pass`, isMerge: false, run: ({ clock }) => clock.sleep(ms) };
});

const portalSteps = fc.oneof(
  { weight: 4, arbitrary: send },
  { weight: 2, arbitrary: look },
  { weight: 5, arbitrary: act('looks and approves', (world, form, by) => approve(world, form, by, true)) },
  { weight: 2, arbitrary: act('approves what was seen of', (world, form, by) => approve(world, form, by, false)) },
  { weight: 5, arbitrary: act('looks and merges', (world, form, by) => merge(world, form, by, true), true) },
  { weight: 2, arbitrary: act('merges what was seen of', (world, form, by) => merge(world, form, by, false), true) },
  { weight: 3, arbitrary: act('asks for changes of', askForChanges) },
  { weight: 2, arbitrary: list },
  { weight: 1, arbitrary: close },
  { weight: 3, arbitrary: observe },
  { weight: 1, arbitrary: restart },
  { weight: 1, arbitrary: wait },
);

const onForge = forgeActs.map(({ label, run }): Step => {
  return { label, isMerge: false, run: async (world) => run(world) };
});

/** A step, and in the middle of it, where the portal waits for the nth time, something happens on the forge. */
function interrupted(which: fc.Arbitrary<Step>): fc.Arbitrary<Step> {
  return fc.tuple(which, forgeActs, fc.integer({ min: 1, max: 60 })).map(([step, meanwhile, nth]) => {
    // What main loses between the last look and the merge nobody can see: only the forge could refuse it.
    const isBlind = step.isMerge && meanwhile.isRewind;
    return isBlind ? step : during(step, nth, meanwhile.label, (world) => meanwhile.run(world));
  });
}

function killed(which: fc.Arbitrary<Step>): fc.Arbitrary<Step> {
  return fc.tuple(which, fc.integer({ min: 1, max: 60 })).map(([step, nth]) => {
    const dying = during(step, nth, 'the portal dies', ({ portal }) => portal.kill());
    const run = async (world: World) => {
      await dying.run(world);
      world.portal.restart();
    };
    return { ...dying, run };
  });
}

function during(step: Step, nth: number, label: string, happen: (world: World) => void): Step {
  return {
    ...step,
    label: `${step.label}, at ${nth}: ${label}`,
    async run(world) {
      let moments = 0;
      world.portal.atMoments(() => {
        moments += 1;
        if (moments === nth) {
          happen(world);
        }
      });
      await step.run(world);
      world.portal.atMoments(() => undefined);
    },
  };
}

/** As it is, or disturbed in the middle. */
const maybeDisturbed = (which: fc.Arbitrary<Step>) =>
  fc.oneof(
    { weight: 6, arbitrary: which },
    { weight: 3, arbitrary: interrupted(which) },
    { weight: 1, arbitrary: killed(which) },
  );

const atOnce = fc.tuple(portalSteps, portalSteps).map(([one, other]): Step => {
  const run = async (world: World) => void (await Promise.all([one.run(world), other.run(world)]));
  return { label: `${one.label} | ${other.label}`, isMerge: one.isMerge || other.isMerge, run };
});

/** Anything at all. */
const anything: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: maybeDisturbed(portalSteps) },
  { weight: 5, arbitrary: onForge },
  { weight: 2, arbitrary: atOnce },
);

/** The way that ends in a merge, with anything in between and in the middle of each step. */
const way: fc.Arbitrary<Step[]> = name.chain((form) => {
  const own = (verb: string, run: (world: World, by: Person) => Promise<unknown>, isMerge = false) =>
    maybeDisturbed(
      person.map(
        (by): Step => ({ label: `${by} ${verb} ${form}`, isMerge, run: async (w) => void (await run(w, by)) }),
      ),
    );
  const between = fc.oneof({ weight: 3, arbitrary: fc.constant<Step[]>([]) }, fc.array(anything, { maxLength: 2 }));
  return fc
    .tuple(
      own('sends', (world, by) => isDone(openChange(world.as(by), world.form(form)))),
      between,
      own('looks and approves', (world, by) => approve(world, form, by, true)),
      between,
      own('looks and merges', (world, by) => merge(world, form, by, true), true),
    )
    .map(([first, ...rest]) => [first, ...rest.flat()]);
});

/** Steps on the ways of two changes and four people. */
export const interleavings: fc.Arbitrary<Step[]> = fc
  .array(fc.oneof({ weight: 2, arbitrary: way }, { weight: 1, arbitrary: anything.map((step) => [step]) }), {
    minLength: 2,
    maxLength: 6,
  })
  .map((ways) => ways.flat());
