import { expect, it } from 'vitest';
import type { Forge } from '#lib/ports/forge.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createPretendForge, PRETEND_PATH } from '#lib/testing/forge/pretend-forge.ts';
import { createRepositorySnapshots } from './repository-snapshots.ts';

/** Snapshots of a branch whose answers the test holds back, each with what stood there when it was asked for. */
function createRig() {
  const answers: (() => void)[] = [];
  let sha = 'old';
  const forge: Forge = {
    ...createPretendForge({}).as({ accessToken: 'portal' }),
    branch: async (_, name) => {
      const found = { name, sha, message: '' };
      await new Promise<void>((resolve) => answers.push(resolve));
      return found;
    },
    listFiles: async () => [],
  };
  const snapshots = createRepositorySnapshots(forge, PRETEND_PATH, 'main', createFakeClock());
  const move = (to: string) => {
    sha = to;
  };
  return { snapshots, answers, move };
}

it('a look that began before the branch moved is nothing to whoever asks after it', async () => {
  const { snapshots, answers, move } = createRig();
  const before = snapshots.head();
  move('new');
  snapshots.invalidate();
  const after = snapshots.head();
  expect(answers).toHaveLength(2);
  answers[1]?.();
  expect((await after).sha).toBe('new');
  answers[0]?.();
  expect((await before).sha).toBe('old');
  expect((await snapshots.head()).sha).toBe('new');
});

it('a look from before leaves the one that goes on in its place', async () => {
  const { snapshots, answers, move } = createRig();
  const before = snapshots.head();
  move('new');
  snapshots.invalidate();
  const after = snapshots.head();
  answers[0]?.();
  await before;
  const together = snapshots.head();
  expect(answers).toHaveLength(2);
  answers[1]?.();
  expect([(await after).sha, (await together).sha]).toEqual(['new', 'new']);
});

it('a look that ends after the branch moved is looked up anew', async () => {
  const { snapshots, answers, move } = createRig();
  const before = snapshots.head();
  move('new');
  snapshots.invalidate();
  answers[0]?.();
  await before;
  const after = snapshots.head();
  expect(answers).toHaveLength(2);
  answers[1]?.();
  expect((await after).sha).toBe('new');
});
