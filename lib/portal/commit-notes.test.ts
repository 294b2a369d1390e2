import { expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Forge } from '#lib/ports/forge.ts';
import { readCommitNotes } from './commit-notes.ts';

const REPOSITORY = 'platform/gitops';
const shaOf = (number: number) => number.toString(16).padStart(40, '0');

/** A forge that has the first hundred commits, and counts what it is asked. */
function forgeOf() {
  const state = { asked: [] as string[], atOnce: 0, most: 0, isAway: false };
  const readCommit = async (_: string, sha: string) => {
    state.asked.push(sha);
    state.atOnce += 1;
    state.most = Math.max(state.most, state.atOnce);
    await Promise.resolve();
    state.atOnce -= 1;
    if (state.isAway) {
      throw new ExternalError({ provider: 'gitlab', operation: 'read', kind: 'unavailable', message: 'it is away' });
    }
    const number = Number.parseInt(sha, 16);
    return number > 100
      ? null
      : { sha, message: `Change ${number}\n\nAnd why.`, authorName: 'Dana', createdAt: 0, webUrl: '' };
  };
  return { forge: { readCommit } as unknown as Forge, state };
}

it('says who made a commit and why, and asks for each once', async () => {
  const { forge, state } = forgeOf();
  const first = await readCommitNotes(forge, REPOSITORY, [shaOf(1), shaOf(2), shaOf(1)]);
  expect(first).toEqual({
    notes: { [shaOf(1)]: { author: 'Dana', title: 'Change 1' }, [shaOf(2)]: { author: 'Dana', title: 'Change 2' } },
    reason: '',
  });
  expect(await readCommitNotes(forge, REPOSITORY, [shaOf(2), shaOf(3)])).toMatchObject({ reason: '' });
  expect(state.asked).toEqual([shaOf(1), shaOf(2), shaOf(3)]);
});

it('leaves out what is not there, and does not ask for it again', async () => {
  const { forge, state } = forgeOf();
  expect(await readCommitNotes(forge, REPOSITORY, [shaOf(500)])).toEqual({ notes: {}, reason: '' });
  await readCommitNotes(forge, REPOSITORY, [shaOf(500)]);
  expect(state.asked).toHaveLength(1);
  await readCommitNotes(forge, 'platform/other', [shaOf(500)]);
  expect(state.asked).toHaveLength(2);
});

it('asks for no more than a page shows, a few at once', async () => {
  const { forge, state } = forgeOf();
  const { notes } = await readCommitNotes(
    forge,
    REPOSITORY,
    Array.from({ length: 80 }, (_, index) => shaOf(index)),
  );
  expect(Object.keys(notes)).toHaveLength(25);
  expect(state.most).toBe(4);
});

it('gives what it knows while the forge is away, says why, and asks no further', async () => {
  const { forge, state } = forgeOf();
  await readCommitNotes(forge, REPOSITORY, [shaOf(1)]);
  state.isAway = true;
  const shas = Array.from({ length: 20 }, (_, index) => shaOf(index));
  const { notes, reason } = await readCommitNotes(forge, REPOSITORY, shas);
  expect(Object.keys(notes)).toEqual([shaOf(1)]);
  expect(reason).toContain('it is away');
  expect(state.asked).toHaveLength(5);
  state.isAway = false;
  expect((await readCommitNotes(forge, REPOSITORY, shas)).reason).toBe('');
});
