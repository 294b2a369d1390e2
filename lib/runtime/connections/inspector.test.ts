import { describe, expect, it } from 'vitest';
import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createInspector } from './inspector.ts';

const report: ConnectionReport = {
  id: 'database',
  title: 'Database',
  address: 'x',
  state: 'ok',
  version: null,
  identity: null,
  findings: [],
};

type Check = (ids?: ReadonlySet<string>) => Promise<ConnectionReport[]>;

function createRig(check: Check = async () => [report], ask: () => Promise<unknown> = async () => 'me') {
  const clock = createFakeClock();
  const logged: string[] = [];
  const say = (message: string) => void logged.push(message);
  let asked = 0;
  let pinged = 0;
  const inspector = createInspector({
    clock,
    log: { info: say, warn: say, error: say },
    check: (ids) => {
      asked += 1;
      return check(ids);
    },
    ask: () => {
      pinged += 1;
      return ask();
    },
  });
  return { clock, inspector, logged, asked: () => asked, pinged: () => pinged };
}

describe('the inspector of connections', () => {
  it('asks nobody anything while nobody looks', async () => {
    const { clock, inspector, asked } = createRig();
    await clock.advance(600_000);
    expect([asked(), clock.sleeping]).toEqual([0, 0]);
    inspector.watch()();
    await clock.advance(600_000);
    expect([asked(), clock.sleeping]).toEqual([1, 0]);
  });

  it('looks at once and then every minute, however many look', async () => {
    const { clock, inspector, asked } = createRig();
    const beats: number[] = [];
    inspector.pulse.subscribe(() => beats.push(inspector.pulse.get('pulse') ?? 0));
    const ends = [inspector.watch(), inspector.watch(), inspector.watch()];
    await clock.advance(0);
    expect(inspector.checks.get('database')).toMatchObject({ checkedAt: clock.now() });
    await clock.advance(59_000);
    expect(asked()).toBe(1);
    await clock.advance(2_000);
    expect(asked()).toBe(2);
    expect(beats.length).toBeGreaterThan(29);
    for (const end of ends) {
      end();
      end();
    }
    await clock.advance(120_000);
    expect([asked(), clock.sleeping]).toEqual([2, 0]);
  });

  it('asks for a sign of life every ten seconds, and at once again where none was given', async () => {
    let give = () => Promise.resolve<unknown>('me');
    const { clock, inspector, pinged } = createRig(undefined, () => give());
    await clock.advance(60_000);
    expect(pinged()).toBe(0);
    const end = inspector.watch();
    await clock.advance(31_000);
    expect(pinged()).toBe(4);
    give = () => Promise.reject(new Error('nobody answers'));
    await clock.advance(10_000);
    const before = pinged();
    await clock.advance(20_000);
    expect(pinged() - before).toBe(10);
    // A question that nobody answers does not keep the next one waiting.
    give = () => new Promise(() => undefined);
    await clock.advance(4_000);
    give = () => Promise.resolve('me');
    await clock.advance(2_000);
    const found = pinged();
    await clock.advance(8_000);
    expect(pinged()).toBe(found);
    end();
    await clock.advance(60_000);
    expect([pinged(), clock.sleeping]).toEqual([found, 0]);
  });

  it('looks again every few seconds at what was found wrong, and at nothing else', async () => {
    const asked: string[] = [];
    let state: ConnectionReport['state'] = 'problem';
    const both = () => [
      { ...report, state },
      { ...report, id: 'forge' },
    ];
    const { clock, inspector } = createRig(async (ids) => {
      asked.push(ids === undefined ? 'all' : [...ids].join());
      return both().filter(({ id }) => ids?.has(id) ?? true);
    });
    inspector.watch();
    await clock.advance(9_000);
    expect(asked).toEqual(['all', ...Array(4).fill('database')]);
    state = 'ok';
    await clock.advance(4_000);
    expect(inspector.checks.get('database')?.state).toBe('ok');
    await clock.advance(30_000);
    expect(asked).toHaveLength(6);
    inspector.stop();
  });

  it('looks twice a minute at what stays wrong, and soon again when somebody new comes', async () => {
    const { clock, inspector, asked } = createRig(async () => [{ ...report, state: 'problem' }]);
    const end = inspector.watch();
    await clock.advance(60_000);
    const early = asked();
    await clock.advance(600_000);
    expect(asked() - early, 'ten times all, twenty times this one').toBeLessThanOrEqual(31);
    end();
    const before = asked();
    inspector.watch();
    await clock.advance(10_000);
    expect(asked() - before).toBeGreaterThan(3);
    inspector.stop();
  });

  it('leaves alone as long what asked to be left alone', async () => {
    const limited = { subject: 'read runners', state: 'problem', detail: 'too often', restSeconds: 300 } as const;
    const asked: string[] = [];
    const { clock, inspector } = createRig(async (ids) => {
      const all: ConnectionReport[] = [
        { ...report, state: 'problem', findings: [limited] },
        { ...report, id: 'forge' },
      ];
      const told = all.filter(({ id }) => ids?.has(id) ?? true);
      asked.push(...told.map(({ id }) => id));
      return told;
    });
    inspector.watch();
    await clock.advance(299_000);
    expect(asked.filter((id) => id === 'database')).toHaveLength(1);
    expect(asked.filter((id) => id === 'forge')).toHaveLength(5);
    await clock.advance(10_000);
    expect(asked.filter((id) => id === 'database')).toHaveLength(2);
    inspector.stop();
  });

  it('does not wait for a look that nobody answers, and what it finds later says nothing any more', async () => {
    const answers: ((reports: ConnectionReport[]) => void)[] = [];
    const { clock, inspector } = createRig(() => new Promise((resolve) => void answers.push(resolve)));
    inspector.watch();
    await clock.advance(0);
    answers[0]?.([{ ...report, state: 'problem' }]);
    await clock.advance(8_000);
    expect(answers.length).toBeGreaterThanOrEqual(3);
    answers.at(-1)?.([report]);
    await clock.advance(0);
    answers[1]?.([{ ...report, state: 'problem' }]);
    await clock.advance(0);
    expect(inspector.checks.get('database')?.state).toBe('ok');
    inspector.stop();
  });

  it('tells since when a connection has been found as it is', async () => {
    let state: ConnectionReport['state'] = 'ok';
    const { clock, inspector } = createRig(async () => [{ ...report, state }]);
    inspector.watch();
    await clock.advance(0);
    const first = clock.now();
    await clock.advance(62_000);
    expect(inspector.checks.get('database')).toMatchObject({ since: first });
    expect(inspector.checks.get('database')?.checkedAt).toBeGreaterThan(first);
    state = 'problem';
    await clock.advance(62_000);
    expect(inspector.checks.get('database')?.since).toBe(first + 120_000);
    // Somebody waits for it to be mended, so it is looked at sooner.
    state = 'ok';
    await clock.advance(5_000);
    expect(inspector.checks.get('database')?.state).toBe('ok');
    inspector.stop();
  });

  it('does not look twice at once, and goes on after a look that failed', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { clock, inspector, asked, logged } = createRig(() => new Promise((_, reject) => (fail = reject)));
    inspector.watch();
    await clock.advance(180_000);
    expect(asked()).toBe(1);
    fail(new Error('x'));
    await clock.advance(2_000);
    expect([asked(), logged]).toEqual([2, ['connections could not be checked']]);
    inspector.stop();
  });
});
