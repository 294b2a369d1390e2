import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultRun, startFaultRun, stepsBefore } from '#lib/testing/faults/fault-run.ts';
import type { ForgeFault } from '#lib/testing/faults/forge-fault.ts';
import { FORGE_FAULTS } from '#lib/testing/faults/index.ts';
import type { ForgeRig } from '#lib/testing/forge/forge-rig.ts';
import { SMALL_FILE } from '#lib/testing/journey.ts';
import { times } from '#lib/testing/long.ts';

/** In `npm test` every fifth, of all sorts; in `npm run test:long` all. */
const SOME_FAULTS = FORGE_FAULTS.filter((_, index) => index % times(5, 1) === 0);
const PATIENCE_MS = 60_000;
/** Where each step leads when nothing is in the way. */
const DONE = { send: 'open', look: 'open', approve: 'approved', 'look again': 'approved', merge: 'merged' };

/** Everything that a forge can do to a change on its way ends well or in words that help, and nothing is doubled. */
export function forgeFaultsConformance(forge: string, start: () => Promise<ForgeRig>): void {
  describe(`faults of ${forge} between the form and the merge`, () => {
    let rig: ForgeRig;
    let count = 0;

    beforeAll(async () => {
      rig = await start();
    });
    afterAll(() => rig.close());

    it('are many', () => {
      expect(FORGE_FAULTS.length).toBeGreaterThanOrEqual(40);
      expect(new Set(FORGE_FAULTS.map(({ name }) => name)).size).toBe(FORGE_FAULTS.length);
    });

    it.each(SOME_FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (_, fault) => {
      count += 1;
      const name = `fault-${String(count).padStart(3, '0')}`;
      const run = await startFaultRun(rig, name);
      try {
        for (const step of stepsBefore(fault.step)) {
          expect((await run.take(step)).phase).toBe(DONE[step]);
        }
        await fault.strike(run.world);
        await expectWords(run, fault);
        await fault.heal?.(run.world);
        expect(await run.recover()).toMatchObject({ phase: fault.ends ?? 'merged', problem: null });
        await expectNothingDouble(run, rig, name, fault);
      } finally {
        await run.close();
      }
    });
  });
}

/** What the person reads while it lasts: what happened, and what to do. */
async function expectWords(run: FaultRun, { step, says, code, isFinal }: ForgeFault): Promise<void> {
  const before = run.elapsedMs();
  const outcome = await run.take(step);
  expect(run.elapsedMs() - before).toBeLessThanOrEqual(PATIENCE_MS);
  if (says === null) {
    expect(outcome).toMatchObject({ phase: expect.any(String), words: '' });
  } else {
    expect(`${outcome.words} ${outcome.remedy}`).toMatch(says);
    expect(outcome.remedy).not.toBe('');
  }
  if (code !== undefined) {
    expect(outcome.code).toBe(code);
  }
  expect(outcome.phase === 'failed').toBe(isFinal === true);
}

/** Whatever was tried again: on the forge and in the books it is there once. */
async function expectNothingDouble(
  { store, world }: FaultRun,
  rig: ForgeRig,
  name: string,
  { isFinal }: ForgeFault,
): Promise<void> {
  const isOf = (branch: string) => branch.startsWith(`add-${name}-`);
  const requests = (await rig.inspect.mergeRequests()).filter(({ sourceBranch }) => isOf(sourceBranch));
  expect(requests).toHaveLength(1);
  const subjects = (await rig.inspect.messages('main')).map((message) => message.split('\n')[0]);
  const { id, phase } = world.change();
  const changes = await store.changes.listRecent(10);
  expect(changes.length).toBe(isFinal === true ? 2 : 1);
  if (phase === 'merged' && isFinal !== true) {
    expect((await rig.inspect.branches()).filter(isOf)).toEqual([]);
  }
  expect(subjects.filter((subject) => subject === `feat: Add ${name}`).length).toBeLessThanOrEqual(1);
  expect((await rig.inspect.file('main', SMALL_FILE(name))) !== null).toBe(phase === 'merged');
  const records = await store.audit.list({ subjectId: id, limit: 100 });
  const books = records.map(({ action, outcome }) => `${action} ${outcome}`);
  for (const once of ['change.opened done', 'change.merged done', 'change.close done']) {
    expect(books.filter((each) => each === once).length, once).toBeLessThanOrEqual(1);
  }
  expect(records.every(({ isIntact }) => isIntact)).toBe(true);
}
