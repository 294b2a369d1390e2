import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel, type ScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { askGateway } from '#lib/usecases/gateway/ask.ts';
import { cancelRun } from '#lib/usecases/gateway/cancel.ts';
import { openRun } from '#lib/usecases/gateway/open.ts';
import { type GatewayDriver, startGatewayDriver } from './driver.ts';
import { createRunTexts } from './run-texts.ts';

const OBJECTS = '{"why":"No golden path fits.","way":"objects"}';
const REDIS = '{"workloads":[{"image":"redis:8.2.2","port":6379}],"services":[{"port":6379}]}';
/** Real time, a hundred times faster in its pauses. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 100, undefined, { signal }).then(() => undefined),
};
const SOON = { timeout: 30_000, interval: 10 };

describe('the line of a server', () => {
  let portal: TestPortal;
  let model: ScriptedModel;
  let driver: GatewayDriver | null;
  let dana: UserContext;
  beforeEach(async () => {
    driver = null;
    model = createScriptedModel();
    const gateway = gatewayWith(model, {
      nudge: () => driver?.nudge(),
      cancel: (runId) => driver?.cancel(runId),
    });
    portal = await createTestPortal({ gateway, clock });
    dana = await portal.as('dana', { role: 'developer' });
  });
  afterEach(async () => {
    await driver?.stop();
    await portal.close();
  });

  const start = () => {
    const { gateway } = portal.services;
    if (gateway === null) {
      throw new Error('this portal has no gateway');
    }
    driver = startGatewayDriver(portal.services, gateway, createRunTexts());
  };
  let counter = 0;
  const ask = (who: UserContext, more: object = {}) => {
    counter += 1;
    return askGateway(who, {
      prompt: 'a redis cache',
      appName: `cache-${counter}`,
      idempotencyKey: randomUUID(),
      ...more,
    });
  };
  const stateOf = async (id: string) => (await portal.store.gatewayRuns.findById(id))?.state;

  it('is worked off, so many at a time', async () => {
    let most = 0;
    model.says(OBJECTS);
    const { write } = model;
    model.write = async (question, progress) => {
      const writing = write(question, progress);
      most = Math.max(most, model.atWork);
      await wait(5);
      return question.messages[0]?.content.includes('Say which way')
        ? await writing
        : { ...(await writing), text: REDIS };
    };
    start();
    const asked = await Promise.all([...Array(12).keys()].map(() => ask(dana)));
    await vi.waitFor(async () => {
      expect(await Promise.all(asked.map(({ id }) => stateOf(id)))).toEqual(asked.map(() => 'draft'));
    }, SOON);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('goes on after a restart where it stood, and asks nobody twice for a merge request', async () => {
    model.says(new Promise<string>(() => undefined));
    start();
    const { id } = await ask(dana, { opensItself: true });
    await vi.waitFor(() => expect(model.atWork).toBe(1), SOON);
    await driver?.stop();
    expect(await stateOf(id)).toBe('writing');
    model.says(OBJECTS, REDIS);
    start();
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('opened'), SOON);
    // It is written down before the forge is asked.
    await vi.waitFor(() => expect(portal.forge.requests).toHaveLength(1), SOON);
    await driver?.stop();
    expect(portal.forge.requests).toHaveLength(1);
  });

  it('opens by itself what was written before a restart, and waits where the forge is away', async () => {
    model.says(OBJECTS, REDIS);
    const snapshots = portal.services.snapshots;
    const away = new ExternalError({
      provider: 'pretend',
      operation: 'read',
      kind: 'unavailable',
      status: 503,
      message: 'maintenance',
    });
    start();
    const { id } = await ask(dana, { opensItself: true });
    // From the moment on when it is written.
    portal.services.snapshots = {
      ...snapshots,
      head: async () => {
        if ((await stateOf(id)) === 'opening') {
          throw away;
        }
        return await snapshots.head();
      },
    };
    await vi.waitFor(async () => {
      expect(await portal.store.gatewayRuns.findById(id)).toMatchObject({
        state: 'opening',
        problem: { retrying: true, message: 'pretend: maintenance' },
      });
    }, SOON);
    await driver?.stop();
    portal.services.snapshots = snapshots;
    start();
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('opened'), SOON);
    await vi.waitFor(() => expect(portal.forge.requests).toHaveLength(1), SOON);
  });

  it('leaves to a person what cannot be opened by itself', async () => {
    model.says(OBJECTS, REDIS);
    start();
    const other = await ask(dana, { appName: 'taken' });
    await vi.waitFor(async () => expect(await stateOf(other.id)).toBe('draft'), SOON);
    await openRun(dana, { runId: other.id });
    model.says(OBJECTS, REDIS);
    const { id } = await ask(dana, { appName: 'taken', opensItself: true });
    await vi.waitFor(async () => {
      expect(await portal.store.gatewayRuns.findById(id)).toMatchObject({
        state: 'draft',
        problem: { retrying: false, message: expect.stringContaining('There is an open change for this name') },
      });
    }, SOON);
  });

  it('shows what is written while it is written, and no longer', async () => {
    const texts = createRunTexts();
    const seen: string[] = [];
    texts.collection.subscribe(({ upserted, removed }) => {
      for (const each of upserted) {
        const { text, steps } = texts.collection.get(each) ?? { text: '', steps: [] };
        seen.push(`${steps.length} ${text}`);
      }
      seen.push(...[...removed].map(() => 'gone'));
    });
    model.says(OBJECTS, REDIS);
    const { gateway } = portal.services;
    driver = gateway && startGatewayDriver(portal.services, gateway, texts);
    const { id } = await ask(dana);
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('draft'), SOON);
    await vi.waitFor(() => expect(seen.at(-1)).toBe('gone'), SOON);
    expect(seen).toEqual([`0 ${OBJECTS}`, '1 ', `1 ${REDIS}`, '2 ', 'gone']);
  });

  it('keeps a request whose server is busy, says so, and goes on when it is not', async () => {
    const busy = new ExternalError({
      provider: 'ollama',
      operation: 'write',
      kind: 'unavailable',
      status: 503,
      message: 'server busy',
    });
    model.says(busy);
    start();
    const { id } = await ask(dana);
    await vi.waitFor(async () => {
      expect(await portal.store.gatewayRuns.findById(id)).toMatchObject({
        state: 'queued',
        problem: { retrying: true, message: expect.stringContaining('server busy') },
      });
    }, SOON);
    model.says(OBJECTS, REDIS);
    await vi.waitFor(async () => {
      expect(await portal.store.gatewayRuns.findById(id)).toMatchObject({ state: 'draft', problem: null });
    }, SOON);
  });

  it('ends what no time mends, with words', async () => {
    model.says(
      new ExternalError({
        provider: 'ollama',
        operation: 'write',
        kind: 'not-found',
        status: 404,
        message: "model 'x' not found",
      }),
    );
    start();
    const { id } = await ask(dana);
    await vi.waitFor(async () => {
      expect(await portal.store.gatewayRuns.findById(id)).toMatchObject({
        state: 'failed',
        problem: { message: "ollama: model 'x' not found", suggestion: expect.stringContaining('Choose a model') },
      });
    }, SOON);
  });

  it('stops a model at once when nobody wants its words any more', async () => {
    model.says(new Promise<string>(() => undefined));
    start();
    const { id } = await ask(dana);
    await vi.waitFor(() => expect(model.atWork).toBe(1), SOON);
    await cancelRun(dana, { runId: id });
    await vi.waitFor(() => expect(model.atWork).toBe(0), SOON);
    expect(await stateOf(id)).toBe('cancelled');
  });

  it('of a server that is not configured any more ends', async () => {
    const { id } = await ask(dana);
    const run = await portal.store.gatewayRuns.findById(id);
    if (run !== null) {
      await portal.store.gatewayRuns.update({ ...run, writer: { ...run.writer, server: 'gone' } });
    }
    start();
    await vi.waitFor(async () => expect(await stateOf(id)).toBe('failed'), SOON);
    expect(model.asked).toEqual([]);
  });
});
