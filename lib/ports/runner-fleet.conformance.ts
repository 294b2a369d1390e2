import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Runner } from '#lib/domain/runner/runner.ts';
import type { RunnerFleet } from './runner-fleet.ts';

type Told = Pick<Runner, 'name' | 'status' | 'paused' | 'labels' | 'version' | 'platform' | 'architecture'>;

export type RunnerFleetFixture = {
  /** As somebody who may see all runners. */
  everything: RunnerFleet;
  /** As somebody who may see those of one repository and no more. */
  some: RunnerFleet;
  /** As somebody who may see none. */
  nothing: RunnerFleet;
  /** The same forge at an address where nothing listens. */
  unreachable: RunnerFleet;
  /** What the far side holds, looked at past the adapter: all runners, and the names of those that `some` sees. */
  farSide(): Promise<{ all: Told[]; some: string[] }>;
  /** Pauses or wakes one of them on the far side; null where the forge has no such thing. */
  pause: ((name: string, isPaused: boolean) => Promise<void>) | null;
  /** Starts a job on the far side; gives its name and the runner's, and how to end it. */
  startJob(): Promise<{ job: string; runner: string; end(): Promise<void> }>;
  close(): Promise<void>;
};

/** What every forge's fleet of runners must do. */
export function runnerFleetConformance(name: string, open: () => Promise<RunnerFleetFixture>): void {
  describe(`runner fleet: ${name}`, () => {
    let fixture: RunnerFleetFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(() => fixture.close());
    const runners = async (fleet: RunnerFleet) => [...(await fleet.read()).runners.values()];

    it('tells every runner with its tags, version and machine, as the far side has them', async () => {
      const found = await runners(fixture.everything);
      const { all } = await fixture.farSide();
      const told = found.map(({ name: runner, status, paused, labels, version, platform, architecture }) => ({
        name: runner,
        status,
        paused,
        labels: labels?.toSorted() ?? null,
        version,
        platform,
        architecture,
      }));
      expect(told.toSorted(byName)).toEqual(all.toSorted(byName));
    });

    it('gives each an id of its own below its own, and says where it came from', async () => {
      const { id } = fixture.everything;
      const reading = await fixture.everything.read();
      for (const [key, runner] of reading.runners) {
        expect(key).toBe(runner.id);
        expect(runner.id.startsWith(`${id}/`)).toBe(true);
        expect(runner.source).toBe(id);
        expect(runner.unread).toEqual([]);
      }
      expect(reading.gaps.size).toBe(0);
    });

    it('shows whoever may see some of them those, and says what is missing and which right shows it', async () => {
      const reading = await fixture.some.read();
      const names = [...reading.runners.values()].map(({ name: runner }) => runner);
      expect(names.toSorted()).toEqual((await fixture.farSide()).some.toSorted());
      expect(reading.gaps.size).toBeGreaterThan(0);
      for (const { subject, reason, remedy } of reading.gaps.values()) {
        expect(subject).toMatch(/\S/);
        expect(reason).toMatch(/\S/);
        expect(remedy).toMatch(/\.$/);
      }
    });

    it('never says of tags that it may not read that there are none', async () => {
      for (const { labels, runsUntagged, protectedOnly, unread } of await runners(fixture.some)) {
        const isUnread = labels === null || runsUntagged === null || protectedOnly === null;
        expect(unread.length > 0).toBe(isUnread);
      }
    });

    it('refuses where the whole fleet is refused', async () => {
      const error = await fixture.nothing.read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ExternalError);
      expect(error).toMatchObject({ kind: 'forbidden', provider: fixture.nothing.id });
    });

    it('hears that one is paused, and that it is awake again; where there is no such thing, none ever is', async () => {
      const { pause } = fixture;
      if (pause === null) {
        expect((await runners(fixture.everything)).some(({ paused }) => paused)).toBe(false);
        return;
      }
      const [first = ''] = (await fixture.farSide()).all.filter(({ paused }) => !paused).map((each) => each.name);
      const isPaused = async () => (await runners(fixture.everything)).find((each) => each.name === first)?.paused;
      await pause(first, true);
      expect(await isPaused()).toBe(true);
      await pause(first, false);
      expect(await isPaused()).toBe(false);
    });

    it('hears of a job that runs, with its repository and its page, and that it has ended', async () => {
      const { job, runner, end } = await fixture.startJob();
      const busy = (await runners(fixture.everything)).find((each) => each.name === runner);
      expect(busy).toMatchObject({
        busy: true,
        jobs: [{ name: job, repository: expect.stringMatching(/.\/./), url: expect.stringMatching(/^https?:/) }],
      });
      await end();
      const idle = (await runners(fixture.everything)).find((each) => each.name === runner);
      expect(idle).toMatchObject({ busy: false, jobs: [] });
    });

    it('an address where nothing listens is an error that says so', async () => {
      const error = await fixture.unreachable.read().catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(ExternalError);
      expect(error).toMatchObject({ kind: 'unavailable', provider: fixture.unreachable.id });
    });

    it('a read that is no longer wanted ends with the reason given', async () => {
      const reason = new Error('the page was closed');
      await expect(fixture.everything.read(AbortSignal.abort(reason))).rejects.toBe(reason);
    });
  });
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
