import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatewayRun } from '#lib/testing/gateway/gateway-run.ts';
import { nextRuns, placesInLine } from './next-runs.ts';

const run = (id: string, accountId: string, createdAt = 0) =>
  gatewayRun({ id, createdAt, requester: { accountId, username: accountId, name: accountId } });
const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id);

describe('whose turn it is', () => {
  it('is the longest waiting', () => {
    expect(ids(nextRuns([run('1', 'a'), run('2', 'a'), run('3', 'a')], [], 2))).toEqual(['1', '2']);
  });

  it('is whose who has the least at work: one who asks for much keeps nobody from their first', () => {
    const waiting = [run('1', 'dana'), run('2', 'dana'), run('3', 'dana'), run('4', 'rui')];
    expect(ids(nextRuns(waiting, [], 2))).toEqual(['1', '4']);
    expect(ids(nextRuns(waiting, [run('0', 'dana')], 1))).toEqual(['4']);
    expect(Object.fromEntries(placesInLine(waiting, []))).toEqual({ 1: 1, 4: 2, 2: 3, 3: 4 });
  });

  it('comes to everybody, never to more than there is room for, and to nobody twice', () => {
    const waitingRuns = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
    fc.assert(
      fc.property(waitingRuns, fc.integer({ min: 0, max: 10 }), (people, room) => {
        const waiting = people.map((person, index) => run(String(index), person, index));
        const next = ids(nextRuns(waiting, [], room));
        expect(next).toHaveLength(Math.min(room, waiting.length));
        expect(new Set(next).size).toBe(next.length);
        // Of each person the older comes before the younger.
        for (const person of new Set(people)) {
          const own = next.filter((id) => people[Number(id)] === person).map(Number);
          expect(own).toEqual(own.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it('is shared: nobody has two more than somebody who waits', () => {
    const waiting = [...Array(20).keys()].map((index) => run(String(index), index < 15 ? 'much' : `one-${index}`));
    const next = nextRuns(waiting, [], 8);
    const count = (person: string) => next.filter(({ requester }) => requester.accountId === person).length;
    expect(count('much')).toBeLessThanOrEqual(3);
    expect(next.filter(({ requester }) => requester.accountId !== 'much')).toHaveLength(5);
  });
});
