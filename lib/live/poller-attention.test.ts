import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answering,
  createPollerRig,
  failing,
  hanging,
  type PollerRig,
  type ScriptedRead,
} from '#lib/testing/poller-rig.ts';
import { createAttention } from './attention.ts';

/** A pace at which nothing shows for a long time: every half minute, and after failures half as often. */
const SLOW = { fastMs: 30_000, slowMs: 60_000, maxBackoffMs: 60_000 };
const RECOVERED_WITHIN_MS = 5_000;

describe('a poller that fails while somebody has a page open', () => {
  let rig: PollerRig;
  let attention: ReturnType<typeof createAttention>;
  beforeEach(() => {
    rig = createPollerRig();
    attention = createAttention();
  });
  afterEach(async () => {
    await rig.stop();
    expect(rig.clock.sleeping, 'timers left after stop').toBe(0);
    expect(rig.inFlight()).toBe(0);
  });

  /** What the server does for as long as it is broken, and then well. */
  function breaking(broken: ScriptedRead) {
    const server = { isBroken: true };
    const step: ScriptedRead = (signal) => (server.isBroken ? broken(signal) : answering(signal));
    return { server, step };
  }

  it.each([
    ['a dead link', failing('unavailable')],
    ['a refusal', failing('forbidden')],
    ['a token that is not accepted', failing('auth')],
    ['what cannot be read', failing('invalid-response')],
    ['silence', hanging],
  ] satisfies [string, ScriptedRead][])('is right again within five seconds of the end of: %s', async (_, broken) => {
    for (let lastsMs = 20_000; lastsMs < 30_000; lastsMs += 700) {
      const { server, step } = breaking(broken);
      rig.start([step], { ...SLOW, timeoutMs: 10_000, attention, random: () => 1 });
      attention.begin();
      await rig.clock.advance(lastsMs);
      expect(rig.statuses.at(-1)?.state).not.toBe('live');
      server.isBroken = false;
      await rig.clock.advance(RECOVERED_WITHIN_MS);
      expect(rig.statuses.at(-1)?.state, `after ${lastsMs} ms`).toBe('live');
      await rig.stop();
    }
  });

  it('is right again within five seconds of the end of a silence that nobody has noticed yet', async () => {
    for (let lastsMs = 200; lastsMs < 9_000; lastsMs += 700) {
      const { server, step } = breaking(hanging);
      server.isBroken = false;
      rig.start([step], { fastMs: 3_000, slowMs: 60_000, timeoutMs: 10_000, attention }).interest();
      attention.begin();
      await rig.clock.advance(2_000);
      server.isBroken = true;
      await rig.clock.advance(lastsMs);
      server.isBroken = false;
      const before = rig.states.length;
      await rig.clock.advance(RECOVERED_WITHIN_MS);
      expect(rig.states.length, `after ${lastsMs} ms`).toBeGreaterThan(before);
      expect(rig.statuses.at(-1)?.state).toBe('live');
      await rig.stop();
    }
  });

  it('says that it is silent long before the time limit of a read is over', async () => {
    attention.begin();
    rig.start([answering, hanging], { fastMs: 2_000, slowMs: 2_000, timeoutMs: 40_000, attention });
    await rig.clock.advance(9_000);
    expect(rig.statuses.at(-1)).toMatchObject({ state: 'stale', asOf: expect.any(Number) });
  });

  it('does not ask a second time beside a question that always takes long', async () => {
    attention.begin();
    const slow: ScriptedRead = async (signal) => {
      await rig.clock.sleep(3_500, signal);
      return new Map();
    };
    const slower: ScriptedRead = async (signal) => {
      await rig.clock.sleep(6_500, signal);
      return new Map();
    };
    rig.start([slow, slower], { fastMs: 500, slowMs: 500, timeoutMs: 20_000, attention });
    await rig.clock.advance(74_000);
    expect(rig.mostInFlight()).toBe(1);
    expect(rig.startedAt).toHaveLength(12);
  });

  it('asks no more often than every second and a half, with never more than two questions on their way', async () => {
    attention.begin();
    rig.start([failing('unavailable')], { ...SLOW, attention, random: () => 0 });
    await rig.clock.advance(60_000);
    expect(rig.startedAt.length).toBeLessThanOrEqual(41);
    await rig.stop();
    rig.startedAt.length = 0;
    rig.start([hanging], { ...SLOW, attention, timeoutMs: 20_000, random: () => 0 });
    await rig.clock.advance(60_000);
    expect(rig.mostInFlight()).toBe(2);
    expect(rig.startedAt.length).toBeLessThanOrEqual(30);
  });

  it('an answer that takes long still counts, whatever is asked beside it', async () => {
    attention.begin();
    const slow: ScriptedRead = async (signal) => {
      await rig.clock.sleep(4_000, signal);
      return new Map();
    };
    rig.start([failing('unavailable'), slow], { ...SLOW, attention });
    await rig.clock.advance(10_000);
    expect(rig.statuses.at(-1)?.state).toBe('live');
  });

  it('goes back to its own pace when nobody is left, and is quick again for whoever comes', async () => {
    const end = attention.begin();
    rig.start([failing('unavailable')], { ...SLOW, attention, random: () => 1 });
    await rig.clock.advance(12_000);
    end();
    const before = rig.startedAt.length;
    await rig.clock.advance(50_000);
    expect(rig.startedAt.length - before).toBeLessThanOrEqual(1);
    const later = rig.startedAt.length;
    attention.begin();
    await rig.clock.advance(3_000);
    expect(rig.startedAt.length).toBeGreaterThan(later);
  });

  it.each(['auth', 'forbidden'] as const)('after half a minute of %s it asks twice a minute', async (kind) => {
    const end = attention.begin();
    rig.start([failing(kind)], { fastMs: 2_000, slowMs: 60_000, maxBackoffMs: 4_000, attention, random: () => 1 });
    await rig.clock.advance(60_000);
    const early = rig.startedAt.length;
    expect(early).toBeGreaterThan(10);
    await rig.clock.advance(600_000);
    expect(rig.startedAt.length - early, 'a forge locks out who insists').toBeLessThanOrEqual(25);
    end();
    const before = rig.startedAt.length;
    attention.begin();
    await rig.clock.advance(RECOVERED_WITHIN_MS);
    expect(rig.startedAt.length, 'who comes to look is not kept waiting').toBeGreaterThan(before);
  });

  it('a token that nobody looks for is tried twice a minute', async () => {
    rig.start([failing('auth')], { fastMs: 2_000, slowMs: 60_000, maxBackoffMs: 4_000, attention, random: () => 0 });
    await rig.clock.advance(240_000);
    expect(rig.startedAt.length).toBeLessThanOrEqual(11);
  });

  it.each([3, 40])('never asks before a Retry-After of %i s is over', async (seconds) => {
    attention.begin();
    rig.start([failing('rate-limited', seconds), answering], { ...SLOW, attention, random: () => 0 });
    await rig.clock.advance(seconds * 1000 - 1);
    attention.begin();
    expect(rig.startedAt).toEqual([0]);
    await rig.clock.advance(RECOVERED_WITHIN_MS);
    expect(rig.statuses.at(-1)?.state).toBe('live');
  });
});
