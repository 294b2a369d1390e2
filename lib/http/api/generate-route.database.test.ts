import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '#lib/ports/clock.ts';
import { type GatewayDriver, startGatewayDriver } from '#lib/runtime/gateway/driver.ts';
import { createRunTexts } from '#lib/runtime/gateway/run-texts.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel, type ScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { createToken } from '#lib/usecases/token/create.ts';
import { answerGenerate, answerJob } from './generate-route.ts';

const OBJECTS = '{"why":"No golden path fits.","way":"objects"}';
const NGINX =
  '{"workloads":[{"image":"nginxinc/nginx-unprivileged:1.29.3","replicas":2,"port":8080}],"services":[{"port":80}]}';
const BODY = { prompt: 'deploy nginx with 2 replicas and expose it on port 80', app_name: 'nginx-demo' };
/** Real time, a hundred times faster in its pauses. */
const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 100, undefined, { signal }).then(() => undefined),
};

describe('POST /generate/manifest', () => {
  let portal: TestPortal;
  let model: ScriptedModel;
  let driver: GatewayDriver | null;
  let secret: string;
  beforeEach(async () => {
    model = createScriptedModel();
    portal = await createTestPortal({ gateway: gatewayWith(model), clock });
    portal.services.signIn.roles = { developer: ['*'] };
    const dana = await portal.as('dana', { role: 'developer' });
    ({ secret } = await createToken(dana, { name: 'test' }));
    const { gateway } = portal.services;
    driver = gateway && startGatewayDriver(portal.services, gateway, createRunTexts());
  });
  afterEach(async () => {
    await driver?.stop();
    await portal.close();
  });
  const post = async (body: unknown, headers: Record<string, string> = {}) => {
    const request = new Request('http://localhost:3000/generate/manifest', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}`, ...headers },
      body: JSON.stringify(body),
    });
    return await answerGenerate(request, portal.services);
  };

  it('answers with the merge request, the branch and the manifest', async () => {
    model.says(OBJECTS, NGINX);
    const response = await post(BODY);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Record<string, string>;
    expect(Object.keys(answer).toSorted()).toEqual(['app_name', 'branch', 'manifest', 'pr_url']);
    expect(answer.branch).toMatch(/^ai-gateway\/nginx-demo-[0-9a-f]{6}$/);
    expect(answer.manifest).toMatch(/^apiVersion: apps\/v1\nkind: Deployment\n/);
    expect(answer.manifest).toContain('\n---\napiVersion: v1\nkind: Service\n');
    expect(portal.forge.requests).toMatchObject([{ author: 'dana', sourceBranch: answer.branch, state: 'opened' }]);
    expect(answer.pr_url).toContain('/merge_requests/');
  });

  it('answers at once where that is preferred, with the job to follow', async () => {
    model.says(OBJECTS, NGINX);
    const response = await post(BODY, { prefer: 'respond-async, wait=5' });
    expect(response.status).toBe(202);
    const job = (await response.json()) as { id: string; pr_url: string | null };
    expect(response.headers.get('location')).toBe(`/generate/manifest/${job.id}`);
    let now = job;
    for (let attempt = 0; now.pr_url === null && attempt < 500; attempt += 1) {
      await wait(10);
      const request = new Request('http://localhost:3000/', { headers: { authorization: `Bearer ${secret}` } });
      now = (await (await answerJob(request, job.id, portal.services)).json()) as typeof job;
    }
    expect(now).toMatchObject({ state: 'opened', app_name: 'nginx-demo', pr_url: expect.any(String), problem: null });
  });

  it('is one request, however often it is sent with one key', async () => {
    model.says(OBJECTS, NGINX);
    const headers = { 'idempotency-key': randomUUID() };
    const [first, second] = await Promise.all([post(BODY, headers), post(BODY, headers)]);
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(await first.json()).toEqual(await second.json());
    expect(portal.forge.requests).toHaveLength(1);
  });

  it.each<[string, number, string, unknown, Record<string, string>]>([
    ['without a token', 401, 'not-signed-in', BODY, { authorization: '' }],
    ['with a token of nobody', 401, 'not-signed-in', BODY, { authorization: `Bearer portolan_${'A'.repeat(43)}` }],
    ['with a cookie in its place', 401, 'not-signed-in', BODY, { authorization: '', cookie: 'portolan_session=x' }],
    ['with a name that is none', 400, 'invalid-input', { ...BODY, app_name: '../x' }, {}],
    ['with a field that there is not', 400, 'invalid-input', { ...BODY, namespace: 'kube-system' }, {}],
    ['with a credential in it', 422, 'refused', { ...BODY, prompt: 'use glpat-a1B2c3D4e5F6g7H8i9J0' }, {}],
    ['as something else than JSON', 400, 'invalid-input', BODY, { 'content-type': 'text/plain' }],
  ])('%s is refused with %i', async (_name, status, code, body, headers) => {
    const response = await post(body, headers);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    expect(model.asked).toEqual([]);
  });

  it('names its own fields where a value cannot be used', async () => {
    const answer = (await (await post({ ...BODY, app_name: 'kube-proxy' })).json()) as { fields: unknown };
    expect(answer.fields).toEqual([{ path: 'app_name', message: expect.stringContaining('belongs to the platform') }]);
  });

  it('says where to go on with a draft that something is wrong with', async () => {
    model.says(OBJECTS, '{"workloads":[{"image":"nginx:latest"}]}');
    const response = await post(BODY);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('latest'),
      suggestion: expect.stringContaining('http://localhost:3000/ask/'),
    });
    expect(portal.forge.requests).toEqual([]);
  });
});
