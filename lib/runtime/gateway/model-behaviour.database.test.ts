import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOllamaWriter } from '#lib/adapters/ollama/language-model.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { INJECTIONS, OBEDIENT_ANSWERS } from '#lib/testing/gateway/injections.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { askGateway } from '#lib/usecases/gateway/ask.ts';
import { cancelRun } from '#lib/usecases/gateway/cancel.ts';
import { openWritingSandbox } from '#sandbox/ollama/testing/writing-rig.ts';
import { type GatewayDriver, startGatewayDriver } from './driver.ts';
import { createRunTexts } from './run-texts.ts';

const OBJECTS = '{"why":"No golden path fits.","way":"objects"}';
const NGINX = '{"workloads":[{"image":"nginxinc/nginx-unprivileged:1.29.3","port":8080}],"services":[{"port":80}]}';
/** Real time, a hundred times faster in its pauses. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 100, undefined, { signal }).then(() => undefined),
};
const SOON = { timeout: 30_000, interval: 20 };

/** The whole way, from words to what comes of them, over Ollama's own protocol. */
describe('a model that answers', () => {
  let sandbox: Awaited<ReturnType<typeof openWritingSandbox>>;
  let portal: TestPortal;
  let driver: GatewayDriver | null;
  let dana: UserContext;
  beforeAll(async () => {
    sandbox = await openWritingSandbox();
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    const times = { timeoutMs: 5_000, firstWithinMs: 5_000, quietMs: 2_000 };
    const server = createOllamaWriter({ id: 'ollama', label: 'Ollama', url: sandbox.url, ...times });
    const gateway = gatewayWith(server);
    const writers = gateway.writers.map((writer) => ({ ...writer, model: sandbox.model }));
    portal = await createTestPortal({ gateway: { ...gateway, writers }, clock });
    dana = await portal.as('dana', { role: 'developer' });
    driver = startGatewayDriver(portal.services, { ...gateway, writers }, createRunTexts());
  });
  afterEach(async () => {
    await driver?.stop();
    await portal.close();
  });
  const ask = async (prompt = 'deploy nginx', more: object = {}) =>
    await askGateway(dana, { prompt, appName: 'nginx-demo', idempotencyKey: randomUUID(), ...more });
  const becomes = async (id: string, expected: object) => {
    await vi.waitFor(async () => expect(await portal.store.gatewayRuns.findById(id)).toMatchObject(expected), SOON);
    return await portal.store.gatewayRuns.findById(id);
  };
  /** Each question has the answer of its turn; the last is said again. */
  const says = (...answers: string[]) => {
    let turn = 0;
    sandbox.say(() => answers[Math.min(turn++, answers.length - 1)] ?? '');
  };

  it('well: is a draft with nothing wrong', async () => {
    says(OBJECTS, NGINX);
    await becomes((await ask()).id, { state: 'draft', draft: { problem: null } });
  });

  it.each([
    ['with broken JSON', '{"why":"It fits","way":'],
    ['with nothing', ''],
    ['with a refusal', "I'm sorry, but I can't help with that."],
    ['with another form', '{"kind":"Deployment","spec":{}}'],
    ['with a way that there is not', '{"why":"x","way":"kubectl apply"}'],
    ['without an end', `{"why":"${'and so on '.repeat(2_000)}`],
    ['with white space without an end', `{${' '.repeat(20_000)}`],
  ])('%s: fails with words, after as many attempts as were configured', async (_name, answer) => {
    says(answer);
    const run = await becomes((await ask()).id, { state: 'failed', problem: { retrying: false } });
    expect(run?.steps).toHaveLength(3);
    expect(run?.problem?.suggestion).toMatch(/^Try again in other words/);
  });

  it('wrongly at first and well when it is told: is a draft, with what it was told', async () => {
    says('Sure! Here it is:', OBJECTS, '{"workloads":[{"image":"nginx:latest"}]}', NGINX);
    const run = await becomes((await ask()).id, { state: 'draft', draft: { problem: null } });
    expect(run?.steps.map(({ stage, attempt, problem }) => `${stage} ${attempt} ${problem === null}`)).toEqual([
      'path 1 false',
      'path 2 true',
      'objects 1 false',
      'objects 2 true',
    ]);
  });

  it('as an injection wants: stays in its zone, or comes to nothing', async () => {
    for (const [index, answer] of OBEDIENT_ANSWERS.entries()) {
      says(OBJECTS, JSON.stringify(answer));
      const { id } = await ask(INJECTIONS[index * 7]?.prompt, { appName: `hostile-${index}` });
      await vi.waitFor(async () => {
        expect(['draft', 'failed']).toContain((await portal.store.gatewayRuns.findById(id))?.state);
      }, SOON);
      const run = await portal.store.gatewayRuns.findById(id);
      for (const { path } of run?.draft?.files ?? []) {
        expect(path).toMatch(new RegExp(`^apps/ai-generated/hostile-${index}/[a-z0-9-]+\\.yaml$`));
      }
    }
    expect(portal.forge.requests).toEqual([]);
    expect(await portal.store.changes.listRecent(10)).toEqual([]);
  });

  it('not at all, because its runner dies: is tried again, and told meanwhile', async () => {
    sandbox.behave({ trouble: 'crash' });
    const { id } = await ask();
    await vi.waitFor(async () => {
      const run = await portal.store.gatewayRuns.findById(id);
      expect(run?.problem?.message).toMatch(/ollama/i);
    }, SOON);
  });

  it('not yet, because too many ask: keeps its place, and goes on when it may', async () => {
    sandbox.behave({ trouble: 'busy' });
    const { id } = await ask();
    await becomes(id, { state: 'queued', problem: { retrying: true } });
    says(OBJECTS, NGINX);
    await becomes(id, { state: 'draft', problem: null });
  });

  it('too slowly for whoever asked: stops when they cancel', async () => {
    sandbox.say(() => `{"why":"${'and so on '.repeat(10_000)}`);
    const { id } = await ask();
    await becomes(id, { state: 'writing' });
    await cancelRun(dana, { runId: id });
    await vi.waitFor(() => expect(sandbox.atWork()).toBe(0), SOON);
    await becomes(id, { state: 'cancelled' });
  });

  it('twenty people at once on two slots: each has one merge request, and nobody waits for ever', async () => {
    sandbox.say(({ messages }) => (JSON.stringify(messages).includes('Say which way') ? OBJECTS : NGINX));
    const people = await Promise.all(['dana', 'rui'].map((name) => portal.as(name, { role: 'developer' })));
    const asked = await Promise.all(
      Array.from({ length: 20 }, async (_each, index) => {
        const who = people[index % people.length] ?? dana;
        return await askGateway(who, {
          prompt: 'deploy nginx',
          appName: `app-${index}`,
          opensItself: true,
          idempotencyKey: randomUUID(),
        });
      }),
    );
    await vi.waitFor(async () => {
      const states = await Promise.all(
        asked.map(async ({ id }) => (await portal.store.gatewayRuns.findById(id))?.state),
      );
      expect(states.filter((state) => state === 'opened')).toHaveLength(20);
    }, SOON);
    await vi.waitFor(() => expect(portal.forge.requests).toHaveLength(20), SOON);
    expect(new Set(portal.forge.requests.map(({ sourceBranch }) => sourceBranch)).size).toBe(20);
  });
});
