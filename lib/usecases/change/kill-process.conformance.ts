import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { createTestFile, MIGRATIONS_DIR, type TestDatabase } from '#lib/testing/database/test-database.ts';
import type { ForgeRig } from '#lib/testing/forge/forge-rig.ts';
import { SMALL_FILE, SMALL_TEMPLATE } from '#lib/testing/journey.ts';
import type { PortalResult, PortalTask } from '#lib/testing/kill/portal-process.ts';
import { type PortalRun, startPortalProcess } from '#lib/testing/kill/start-portal-process.ts';
import { isLong } from '#lib/testing/long.ts';
import { startProxy, type TestProxy } from '#lib/testing/proxy.ts';

/** Where the process ends: at the nth request, before it leaves or after it had its effect, or at its database. */
type Point = { at: 'request' | 'answer' | 'database'; nth: number };

const BOOKS = ['open intent', 'opened done', 'approve done', 'merge intent', 'merged done'];
/** Of each kind, in `npm test`; with `npm run test:long` all of them. */
const FEW = 1;

/** A real process that the kernel ends on the way from form to merge, on a real forge's protocol and a real file. */
export function killedProcessConformance(name: string, start: () => Promise<ForgeRig>): void {
  describe(`a portal process killed on the way from form to merge, on ${name}`, () => {
    let rig: ForgeRig;
    let proxy: TestProxy;
    let points: Record<Point['at'], number>;
    let count = 0;

    beforeAll(async () => {
      rig = await start();
      proxy = await startProxy(rig.url);
      points = await measure();
    });
    afterAll(async () => {
      await proxy.close();
      await rig.close();
    });

    const taskFor = (database: TestDatabase, form: string): PortalTask => ({
      database: database.url,
      forge: { kind: rig.kind, url: proxy.url, repository: rig.repository },
      tokens: rig.tokens,
      names: rig.names,
      form: { templateId: SMALL_TEMPLATE, values: { name: form }, idempotencyKey: randomUUID() },
    });

    async function withDatabase<Result>(work: (database: TestDatabase, form: string) => Promise<Result>) {
      const database = createTestFile();
      await migrateDatabase(database.url, MIGRATIONS_DIR);
      count += 1;
      try {
        return await work(database, `shop-${String(count).padStart(4, '0')}`);
      } finally {
        await database.drop();
      }
    }

    /** Without a kill: how many requests and how many moments at the database there are to be killed at. */
    async function measure(): Promise<Record<Point['at'], number>> {
      return await withDatabase(async (database, form) => {
        const before = proxy.asked.length;
        const result = await startPortalProcess(taskFor(database, form)).ended;
        expect(result?.phase).toBe('merged');
        const requests = proxy.asked.length - before;
        return { request: requests, answer: requests, database: result?.moments ?? 0 };
      });
    }

    async function dieAt(point: Point): Promise<void> {
      await withDatabase(async (database, form) => {
        const task = taskFor(database, form);
        await runUntil(proxy, task, point);
        const second = await startPortalProcess(task).ended;
        expect(second?.phase, JSON.stringify(point)).toBe('merged');
        await expectOnce(rig, form);
        expect(await booksOf(database), JSON.stringify(point)).toEqual(BOOKS);
      });
    }

    it('has enough points to be killed at', () => {
      expect(points.request + points.answer + points.database).toBeGreaterThanOrEqual(150);
    });

    it.each(['request', 'answer', 'database'] as const)('loses nothing and doubles nothing at any %s', async (at) => {
      const step = isLong ? 1 : Math.floor(points[at] / FEW);
      for (let nth = Math.ceil(step / 2); nth <= points[at]; nth += step) {
        await dieAt({ at, nth });
      }
    });
  });
}

/** Runs it to its death. */
async function runUntil(proxy: TestProxy, task: PortalTask, { at, nth }: Point): Promise<void> {
  let requests = 0;
  let run: PortalRun | null = null;
  proxy.meddle(async (_, forward) => {
    requests += 1;
    if (at === 'database' || requests !== nth) {
      return await forward();
    }
    if (at === 'answer') {
      await forward();
    }
    run?.child.kill('SIGKILL');
    await run?.ended;
    return 'reset';
  });
  run = startPortalProcess({ ...task, ...(at === 'database' ? { dieAt: nth } : {}) });
  const result: PortalResult | null = await run.ended;
  proxy.meddle((_, forward) => forward());
  expect(result, `it came to its end although it was to die at ${at} ${nth}`).toBeNull();
}

/** What is on the far side, once each. */
async function expectOnce({ inspect, names }: ForgeRig, form: string): Promise<void> {
  const isOf = (branch: string) => branch.startsWith(`add-${form}-`);
  const requests = (await inspect.mergeRequests()).filter(({ sourceBranch }) => isOf(sourceBranch));
  expect(requests).toMatchObject([{ state: 'merged', approvers: [names.reviewer] }]);
  expect((await inspect.branches()).filter(isOf)).toEqual([]);
  expect(await inspect.file('main', SMALL_FILE(form))).toContain(form);
  const subjects = (await inspect.messages('main')).map((message) => message.split('\n')[0]);
  const own = subjects.filter((subject) => subject?.endsWith(`Add ${form}`));
  expect(own.toSorted()).toEqual([`Merge: Add ${form}`, `feat: Add ${form}`]);
}

/** What the portal's own books say of its one change. */
async function booksOf({ url }: TestDatabase): Promise<string[]> {
  const store = createStore(url, createCipher(Buffer.alloc(32, 1)));
  try {
    const [change, ...others] = await store.changes.listRecent(10);
    expect(others).toEqual([]);
    expect(await store.approvals.listByChange(change?.id ?? '')).toHaveLength(1);
    const records = await store.audit.list({ limit: 100 });
    expect(records.every(({ isIntact }) => isIntact)).toBe(true);
    return records.map(({ action, outcome }) => `${action.replace('change.', '')} ${outcome}`).toReversed();
  } finally {
    await store.close();
  }
}
