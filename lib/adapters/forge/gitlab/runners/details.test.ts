import { describe, expect, it } from 'vitest';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { createDetailBook } from './details.ts';
import type { Reader } from './reader.ts';
import { Entry } from './schema.ts';

const MINUTE_MS = 60_000;

const entry = (id: number, change: object = {}) =>
  Entry.parse({ id, runner_type: 'group_type', description: `runner ${id}`, status: 'online', ...change });

const failure = (kind: ExternalErrorKind) =>
  new ExternalError({ provider: 'gitlab', operation: 'GET /runners/1', kind, message: `it said ${kind}` });

/** A GitLab that answers from memory, and writes down what it was asked. */
function createRig() {
  const asked: string[] = [];
  const failing = new Map<string, ExternalErrorKind>();
  let [now, inFlight, most] = [0, 0, 0];
  const answer = async (path: string): Promise<unknown> => {
    asked.push(path);
    inFlight += 1;
    most = Math.max(most, inFlight);
    await Promise.resolve();
    inFlight -= 1;
    const kind = failing.get(path);
    if (kind !== undefined) {
      throw failure(kind);
    }
    return path.endsWith('/managers') ? [] : { tag_list: [path], run_untagged: true, token: 'glrt-never-shown' };
  };
  const reader: Reader = {
    one: async (path, shape) => shape.parse(await answer(path)),
    all: async (path, shape) => shape.array().parse(await answer(path)),
  };
  return {
    book: createDetailBook(reader, () => now),
    failing,
    pass: (ms: number) => {
      now += ms;
    },
    /** What was asked since the last time this was. */
    asked: () => asked.splice(0),
    most: () => most,
  };
}

describe('the details of runners', () => {
  it('are read once and kept, until they are old', async () => {
    const { book, asked, pass } = createRig();
    await book.refresh([entry(1)]);
    expect(asked()).toEqual(['/runners/1', '/runners/1/managers']);
    pass(9 * MINUTE_MS);
    await book.refresh([entry(1)]);
    expect(asked()).toEqual([]);
    pass(MINUTE_MS);
    await book.refresh([entry(1)]);
    expect(asked()).toHaveLength(2);
  });

  it('are read again at once when the list says something else', async () => {
    const { book, asked } = createRig();
    await book.refresh([entry(1), entry(2)]);
    asked();
    await book.refresh([entry(1, { paused: true }), entry(2)]);
    expect(asked()).toEqual(['/runners/1', '/runners/1/managers']);
  });

  it('of thousands are read in parts, a few at a time, until all are known', async () => {
    const { book, asked, most } = createRig();
    const fleet = Array.from({ length: 250 }, (_, id) => entry(id));
    const rounds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await book.refresh(fleet);
      rounds.push(asked().length / 2);
    }
    expect(rounds).toEqual([100, 100, 50, 0]);
    expect(most()).toBeLessThanOrEqual(4);
    expect(fleet.every(({ id }) => book.get(id)?.details !== null)).toBe(true);
  });

  it('of a runner that is gone are forgotten', async () => {
    const { book } = createRig();
    await book.refresh([entry(1), entry(2)]);
    await book.refresh([entry(2)]);
    expect(book.get(1)).toBeUndefined();
  });

  it('that are refused leave nothing to show, and the right is named', async () => {
    const { book, failing, pass } = createRig();
    await book.refresh([entry(1)]);
    failing.set('/runners/1', 'forbidden');
    pass(10 * MINUTE_MS);
    await book.refresh([entry(1)]);
    expect(book.get(1)).toMatchObject({
      details: null,
      unread: ["Its details may not be read with the portal's token: that takes the role Owner in its group."],
    });
  });

  it('that could not be read by accident stay as they were, and it says so', async () => {
    const { book, failing, pass } = createRig();
    await book.refresh([entry(1)]);
    failing.set('/runners/1', 'unavailable');
    pass(10 * MINUTE_MS);
    await book.refresh([entry(1)]);
    expect(book.get(1)).toMatchObject({
      details: { tag_list: ['/runners/1'] },
      unread: ['Its details could not be read: it said unavailable.'],
    });
  });

  it('are read the next time, and not ten minutes later, once the accident is over', async () => {
    const { book, failing } = createRig();
    failing.set('/runners/1', 'unavailable');
    failing.set('/runners/2/managers', 'timeout');
    const fleet = [entry(1), entry(2)];
    await book.refresh(fleet);
    expect(fleet.map(({ id }) => book.get(id)?.unread.length)).toEqual([1, 1]);
    failing.clear();
    await book.refresh(fleet);
    expect(book.get(1)).toMatchObject({ details: { tag_list: ['/runners/1'] }, unread: [] });
    expect(book.get(2)?.unread).toEqual([]);
  });

  it('are given up for this time after a few accidents in a row, and those of others have their turn', async () => {
    const { book, failing, asked, pass } = createRig();
    const fleet = Array.from({ length: 60 }, (_, id) => entry(id));
    await book.refresh(fleet);
    for (const { id } of fleet) {
      failing.set(`/runners/${id}`, 'timeout');
    }
    pass(10 * MINUTE_MS);
    asked();
    await book.refresh(fleet);
    expect(asked().length).toBeLessThan(10);
    // Some stay broken for good.
    failing.clear();
    for (let id = 0; id < 8; id += 1) {
      failing.set(`/runners/${id}`, 'unavailable');
    }
    await book.refresh(fleet);
    expect(fleet.filter(({ id }) => book.get(id)?.unread.length === 0)).toHaveLength(52);
    pass(10 * MINUTE_MS);
    asked();
    await book.refresh(fleet);
    expect(asked().filter((path) => path.endsWith('/managers'))).toHaveLength(52);
  });

  it.each(['rate-limited', 'auth'] as const)('%s ends the read, and nothing more is asked', async (kind) => {
    const { book, failing, asked } = createRig();
    const fleet = Array.from({ length: 50 }, (_, id) => entry(id));
    for (const { id } of fleet) {
      failing.set(`/runners/${id}`, kind);
    }
    await expect(book.refresh(fleet)).rejects.toMatchObject({ kind });
    expect(asked().length).toBeLessThanOrEqual(4);
  });

  it('hold no token, whatever the answer has', async () => {
    const { book } = createRig();
    await book.refresh([entry(1, { token: 'glrt-in-the-list' })]);
    expect(JSON.stringify([book.get(1), entry(1, { token: 'glrt-in-the-list' })])).not.toContain('glrt-');
  });
});
