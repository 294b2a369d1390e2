import { beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { Store } from '#lib/ports/store.ts';
import { change, OWN_REPOSITORY } from '#lib/testing/change.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createChangeRows } from './change-rows.ts';

/** A store whose answers are on their way until they are let go. */
function rig() {
  const stored = new Map<string, Change>();
  const clock = createFakeClock();
  let lists = 0;
  let answer = () => Promise.resolve();
  let approvals = () => Promise.resolve();
  const store = {
    changes: {
      async listRecent() {
        lists += 1;
        const found = [...stored.values()];
        await answer();
        return found;
      },
    },
    approvals: {
      async listByChange() {
        await approvals();
        return [];
      },
    },
  } as unknown as Store;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const rows = createChangeRows(store, [], OWN_REPOSITORY, () => null, clock, log);
  const phases = () => Object.fromEntries([...rows.collection.values()].map(({ id, phase }) => [id, phase]));
  return {
    rows,
    clock,
    stored,
    phases,
    lists: () => lists,
    listAnswers: (next: () => Promise<void>) => {
      answer = next;
    },
    approvalsAnswer: (next: () => Promise<void>) => {
      approvals = next;
    },
  };
}

function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { closed: () => promise, open: () => resolve() };
}

let parts: ReturnType<typeof rig>;
const first = change({ id: 'a', phase: 'open', revision: 1 });
beforeEach(async () => {
  parts = rig();
  parts.stored.set('a', first);
  await parts.rows.load();
});

describe('a list that is on its way while changes are written', () => {
  it('brings nothing back that was newer, and loses nothing that is new', async () => {
    const { rows, clock, stored, phases, listAnswers } = parts;
    const { closed, open } = gate();
    listAnswers(closed);
    const loaded = rows.load();
    const next = [change({ id: 'a', phase: 'approved', revision: 2 }), change({ id: 'b', phase: 'opening' })];
    for (const one of next) {
      stored.set(one.id, one);
      rows.update(one);
    }
    await clock.advance(0);
    expect(phases()).toEqual({ a: 'approved', b: 'opening' });
    open();
    await loaded;
    expect(phases()).toEqual({ a: 'approved', b: 'opening' });
  });

  it('still removes what is gone, and takes over what another replica wrote', async () => {
    const { rows, clock, stored, phases } = parts;
    rows.update(change({ id: 'b', phase: 'open' }));
    await clock.advance(0);
    stored.set('a', change({ id: 'a', phase: 'merged', revision: 7 }));
    await rows.load();
    expect(phases()).toEqual({ a: 'merged' });
  });

  it('is not asked for a second time', async () => {
    const { rows, lists, listAnswers } = parts;
    const { closed, open } = gate();
    listAnswers(closed);
    const both = [rows.load(), rows.load()];
    open();
    await Promise.all(both);
    expect(lists()).toBe(2);
    await rows.load();
    expect(lists()).toBe(3);
  });
});

it('two writes of a change end with the later one, whichever is shown first', async () => {
  const { rows, clock, phases, approvalsAnswer } = parts;
  const { closed, open } = gate();
  approvalsAnswer(closed);
  rows.update(change({ id: 'a', phase: 'approved', revision: 2 }));
  approvalsAnswer(() => Promise.resolve());
  rows.update(change({ id: 'a', phase: 'merging', revision: 3 }));
  await clock.advance(0);
  open();
  await clock.advance(0);
  expect(phases()).toEqual({ a: 'merging' });
});

it('a database that does not answer is stale since it began, not since it was asked last', async () => {
  const { rows, clock, listAnswers } = parts;
  const away = clock.now();
  listAnswers(() => Promise.reject(new Error('away')));
  await rows.load();
  await clock.advance(10_000);
  await rows.load();
  expect(rows.collection.source).toMatchObject({ state: 'stale', asOf: away, since: away });
  listAnswers(() => Promise.resolve());
  await rows.load();
  expect(rows.collection.source).toMatchObject({ state: 'live', since: clock.now() });
});
