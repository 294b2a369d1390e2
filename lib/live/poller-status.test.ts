import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import {
  answering,
  createPollerRig,
  failing,
  hanging,
  type PollerRig,
  RIG_START,
  type ScriptedRead,
} from '#lib/testing/poller-rig.ts';

describe('what a poller says', () => {
  let rig: PollerRig;
  let clock: PollerRig['clock'];
  let startedAt: number[];
  let statuses: SourceStatus[];
  let states: ReadonlyMap<string, string>[];
  beforeEach(() => {
    rig = createPollerRig();
    ({ clock, startedAt, statuses, states } = rig);
  });
  afterEach(async () => {
    await rig.stop();
    expect(clock.sleeping, 'timers left after stop').toBe(0);
  });

  it('reads at once, and says where the source stands before and after', async () => {
    rig.start([answering]);
    await clock.advance(0);
    expect(startedAt).toEqual([0]);
    expect(states).toEqual([new Map([['a', 'value']])]);
    expect(statuses).toEqual([
      { id: 'forge/runners', label: 'Runners', state: 'starting', asOf: null, since: RIG_START },
      { id: 'forge/runners', label: 'Runners', state: 'live', asOf: RIG_START, since: RIG_START },
    ]);
  });

  it.each<[string, ScriptedRead[], Partial<SourceStatus>]>([
    ['never reached', [failing('unavailable')], { state: 'unreachable', asOf: null, since: RIG_START }],
    ['lost', [answering, failing('unavailable')], { state: 'stale', asOf: RIG_START, since: RIG_START + 30_000 }],
    ['refused from the start', [failing('auth')], { state: 'forbidden', asOf: null, since: RIG_START }],
    ['refused later', [answering, failing('forbidden')], { state: 'forbidden', asOf: null, since: RIG_START + 30_000 }],
    ['silent', [answering, hanging], { state: 'stale', asOf: RIG_START, since: RIG_START + 35_000 }],
    [
      'garbage',
      [answering, failing('invalid-response')],
      { state: 'stale', asOf: RIG_START, since: RIG_START + 30_000 },
    ],
    [
      'back again',
      [answering, failing('unavailable'), answering],
      { state: 'live', asOf: RIG_START + 31_500, since: RIG_START + 31_500 },
    ],
  ])('status: %s', async (_, steps, expected) => {
    rig.start(steps);
    await clock.advance(36_500);
    expect(rig.statuses.at(-1)).toMatchObject(expected);
  });

  it('since is when the trouble began, not when it was last seen', async () => {
    rig.start([answering, failing('unavailable')]);
    await clock.advance(60_000);
    expect(statuses.filter((status) => status.state === 'stale').length).toBeGreaterThan(3);
    expect(rig.statuses.at(-1)).toMatchObject({ state: 'stale', since: RIG_START + 30_000, asOf: RIG_START });
  });

  it.each<[string, ScriptedRead, Partial<SourceStatus>]>([
    [
      'limit',
      failing('rate-limited', 40),
      { reason: 'forge: list runners: it said rate-limited. It asked to be left alone for 40 s.' },
    ],
    ['silence', hanging, { reason: 'Runners: read: no answer within 5 s.' }],
    [
      'token',
      failing('auth'),
      { reason: 'forge: list runners: it said auth.', remedy: 'Renew the token that Portolan reads Runners with.' },
    ],
    [
      'a bug of ours, whose text may hold anything',
      async () => Promise.reject(new TypeError('secret glpat-123 in a message')),
      { reason: 'What it answered could not be used (TypeError).' },
    ],
  ])('says in words what happened: %s', async (_, step, expected) => {
    rig.start([step]);
    await clock.advance(5000);
    expect(statuses.find((status) => status.reason !== undefined)).toMatchObject(expected);
  });

  it('a refusal takes away what was shown, and it comes back with the right', async () => {
    rig.start([answering, failing('forbidden'), answering]);
    await clock.advance(65_000);
    expect(states.map((values) => values.size)).toEqual([1, 0, 1]);
  });

  it('the log hears of every failure', async () => {
    const reported: unknown[] = [];
    rig.start([failing('unavailable'), failing('timeout'), answering], { report: (error) => reported.push(error) });
    await clock.advance(10_000);
    expect(reported).toMatchObject([{ kind: 'unavailable' }, { kind: 'timeout' }]);
  });

  it('a sink that cannot take the values is a failure and not the end', async () => {
    let attempts = 0;
    rig.start([answering], {
      sink: {
        replace: () => {
          attempts += 1;
          if (attempts === 1) {
            throw new RangeError('row without an id');
          }
        },
        status: (status) => statuses.push(status),
      },
    });
    await clock.advance(0);
    expect(rig.statuses.at(-1)).toMatchObject({ state: 'unreachable' });
    await clock.advance(1500);
    expect(rig.statuses.at(-1)).toMatchObject({ state: 'live' });
  });

  describe('stop', () => {
    it.each<[string, ScriptedRead, number]>([
      ['while it rests', answering, 100],
      ['while it reads', hanging, 100],
      ['while it backs off', failing('unavailable'), 100],
      ['while it keeps a Retry-After', failing('rate-limited', 60), 100],
      ['before the first answer', answering, 0],
    ])('leaves nothing: %s', async (_, step, afterMs) => {
      const running = rig.start([step]);
      if (afterMs > 0) {
        await clock.advance(afterMs);
      }
      await running.stop();
      const told = statuses.length;
      const read = startedAt.length;
      expect(clock.sleeping).toBe(0);
      expect(rig.inFlight()).toBe(0);
      running.nudge();
      running.interest()();
      await clock.advance(600_000);
      expect(startedAt).toHaveLength(read);
      expect(statuses).toHaveLength(told);
    });

    it('aborts the read that is going on and ignores what it still answers', async () => {
      let answer: (values: ReadonlyMap<string, string>) => void = () => undefined;
      let seen: AbortSignal | undefined;
      const stubborn: ScriptedRead = (signal) => {
        seen = signal;
        return new Promise((resolve) => {
          answer = resolve;
        });
      };
      const running = rig.start([stubborn]);
      await clock.advance(100);
      await running.stop();
      expect(seen?.aborted).toBe(true);
      answer(new Map([['late', 'value']]));
      await clock.advance(10);
      expect(states).toEqual([]);
    });

    it('can be called by the sink itself', async () => {
      const running = rig.start([answering], {
        sink: {
          replace: () => undefined,
          status: (status) => {
            if (status.state === 'live') {
              void running.stop();
            }
          },
        },
      });
      await clock.advance(100_000);
      expect(startedAt).toEqual([0]);
    });
  });
});
