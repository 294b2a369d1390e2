import { expect, it } from 'vitest';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createWatchProof, type WatchProof } from './watch-proof.ts';

type Step = number | 'event' | 'bookmark';

/** Lives through a watch: times that pass, in ms, and what comes. */
async function watch(proof: WatchProof, clock: ReturnType<typeof createFakeClock>, steps: Step[], isOverdue = false) {
  proof.begin();
  for (const step of steps) {
    if (typeof step === 'number') {
      await clock.advance(step);
    } else {
      proof.heard();
      if (step === 'bookmark') {
        proof.heardBookmark();
      }
    }
  }
  proof.end(isOverdue);
  return proof.isWanted;
}

const WELL: Step[] = [7_000, 'bookmark', 2_000];

it.each([
  ['it told where it stands before its end', [WELL], false],
  ['nothing ever came, and no bookmark ever did: perhaps this server sends none', [[12_000]], false],
  ['events and no bookmarks ever came', [['event', 9_000], [12_000]], false],
  ['nothing came, and bookmarks did before', [WELL, [12_000]], true],
  ['it told something and then nothing until its end', [WELL, [2_000, 'event', 7_000]], true],
  ['an event came right before its end', [WELL, [8_000, 'event', 1_000]], false],
  ['its end came two seconds late', [WELL, [7_000, 'bookmark', 4_000]], false],
  ['the short one after a bad one says nothing', [WELL, [12_000], [3_000]], true],
  ['the short one after a bad one says something', [WELL, [12_000], [1_000, 'bookmark', 2_000]], false],
] satisfies [string, Step[][], boolean][])(
  'a proof is wanted of the next watch or not: %s',
  async (_, watches, wanted) => {
    const clock = createFakeClock();
    const proof = createWatchProof(clock);
    let last = false;
    for (const steps of watches) {
      last = await watch(proof, clock, steps);
    }
    expect(last).toBe(wanted);
  },
);

it('one that goes on talking after its time is not believed, whatever it says', async () => {
  const clock = createFakeClock();
  expect(await watch(createWatchProof(clock), clock, [9_000, 'bookmark', 3_000, 'bookmark'], true)).toBe(true);
});

it('the first word of a watch is the proof', async () => {
  const clock = createFakeClock();
  const proof = createWatchProof(clock);
  await watch(proof, clock, WELL);
  await watch(proof, clock, [12_000]);
  proof.begin();
  expect(proof.isWanted).toBe(true);
  proof.heard();
  expect(proof.isWanted).toBe(false);
});
