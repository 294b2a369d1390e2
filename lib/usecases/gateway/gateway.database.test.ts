import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { application } from '#lib/testing/application.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel, type ScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { writeNow } from '#lib/testing/gateway/write-run.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from '../change/advance.ts';
import { askGateway } from './ask.ts';
import { cancelRun } from './cancel.ts';
import { openRun } from './open.ts';

const OBJECTS = '{"why":"No golden path fits.","way":"objects"}';
const NGINX =
  '{"workloads":[{"image":"nginxinc/nginx-unprivileged:1.29.3","replicas":2,"port":8080}],"services":[{"port":80}]}';

describe('a request in words', () => {
  let portal: TestPortal;
  let model: ScriptedModel;
  let dana: UserContext;
  beforeEach(async () => {
    model = createScriptedModel();
    portal = await createTestPortal({ gateway: gatewayWith(model) });
    dana = await portal.as('dana', { role: 'developer' });
  });
  afterEach(() => portal.close());

  const request = (more: object = {}) => ({
    prompt: 'deploy nginx with 2 replicas and expose it on port 80',
    appName: 'nginx-demo',
    idempotencyKey: randomUUID(),
    ...more,
  });
  const write = (run: GatewayRun, signal?: AbortSignal) => writeNow(portal, run, signal);

  it('said otherwise is the next commit of the same merge request, of one’s own only', async () => {
    model.says(OBJECTS, NGINX, OBJECTS, NGINX.replace('"replicas":2', '"replicas":3'), OBJECTS, NGINX);
    const first = await write(await askGateway(dana, request()));
    const change = await openRun(dana, { runId: first.id });
    const again = await write(await askGateway(dana, request({ prompt: 'with 3 replicas', revises: change.id })));
    const revised = await openRun(dana, { runId: again.id });
    const shown = model.asked.at(-1)?.messages[1]?.content ?? '';
    expect(shown).toContain('What was made of an earlier request');
    expect(shown).toContain('replicas: 2');
    expect(revised).toMatchObject({ id: change.id, phase: 'open', origin: { runId: again.id }, branch: change.branch });
    expect(revised.headSha).not.toBe(change.headSha);
    expect(portal.forge.requests).toHaveLength(1);
    expect(portal.forge.repository.find(change.branch)?.message).toContain(`\nPortolan-Run: ${again.id}\n`);
    const rui = await portal.as('rui', { role: 'developer' });
    const theirs = await write(await askGateway(rui, request({ revises: change.id })));
    expect(await failure(openRun(rui, { runId: theirs.id }))).toMatchObject({ code: 'conflict' });
  });

  it('is let in to by the controller of addresses where the namespace is closed', async () => {
    const content =
      'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: ai-generated }\nspec: { podSelector: {} }\n';
    const actions = [{ action: 'create' as const, path: 'infra/network/ai.yaml', content }];
    portal.forge.repository.commit({ branch: 'main', message: 'deny', actions }, 'rui');
    const deny = {
      group: 'networking.k8s.io',
      kind: 'NetworkPolicy',
      namespace: 'ai-generated',
      name: 'deny',
      wave: 0,
    };
    const sources = [{ repoUrl: 'https://gitlab/platform.git', path: 'infra/network', targetRevision: 'main' }];
    const resources = [{ ...deny, sync: 'Synced' as const, hook: false, requiresPruning: false }];
    portal.applications.set('argocd/infra', application({ name: 'infra', resources, sources }));
    model.says(OBJECTS, NGINX.replace('}]}', '}],"addresses":[{"host":"nginx.lan"}]}'));
    const { draft } = await write(await askGateway(dana, request()));
    const policy = draft?.files.find(({ path }) => path.endsWith('networkpolicy-nginx-demo.deployment.yaml'));
    expect(policy?.after).toContain('app.kubernetes.io/name: traefik');
    expect(policy?.after).not.toContain('Egress');
    expect(draft?.problem).toBeNull();
  });

  it('becomes a draft, and the draft a merge request that says who wrote it', async () => {
    model.says(OBJECTS, NGINX);
    const asked = await askGateway(dana, request());
    expect(asked).toMatchObject({ state: 'queued', writer: { model: 'qwen2.5-coder:7b', digest: 'f'.repeat(64) } });
    const draft = await write(asked);
    expect(draft).toMatchObject({ state: 'draft', problem: null, draft: { path: { kind: 'objects' }, problem: null } });
    expect(draft.draft?.files.map(({ path }) => path)).toEqual([
      'apps/ai-generated/nginx-demo/deployment-nginx-demo.yaml',
      'apps/ai-generated/nginx-demo/service-nginx-demo.yaml',
    ]);
    expect(draft.steps.map(({ stage }) => stage)).toEqual(['path', 'objects']);

    const change = await openRun(dana, { runId: asked.id });
    expect(change).toMatchObject({ phase: 'open', origin: { kind: 'ai', runId: asked.id, model: 'qwen2.5-coder:7b' } });
    expect(change.branch).toMatch(/^ai-gateway\/nginx-demo-[0-9a-f]{6}$/);
    expect(await portal.services.store.gatewayRuns.findByChange(change.id)).toMatchObject({
      id: asked.id,
      state: 'opened',
    });
    expect(portal.forge.requests).toMatchObject([{ author: 'dana', sourceBranch: change.branch, state: 'opened' }]);
    const message = portal.forge.repository.find(change.branch)?.message ?? '';
    expect(message).toContain(`\nPortolan-Model: qwen2.5-coder:7b (sha256:${'f'.repeat(64)})\n`);
    expect(message).toMatch(/\nPortolan-Prompt: sha256:[0-9a-f]{64}\n/);
    expect(message).toContain(`\nPortolan-Run: ${asked.id}\n`);
    // Sent again it is the same.
    expect((await openRun(dana, { runId: asked.id })).id).toBe(change.id);
    expect(portal.forge.requests).toHaveLength(1);
    expect((await advanceChange(portal.services, change.id, 'test')).report?.results).not.toContainEqual(
      expect.objectContaining({ verdict: 'fail' }),
    );
  });

  it('is one, however often it is sent, and nobody else`s', async () => {
    const sent = request();
    const [first, second] = [await askGateway(dana, sent), await askGateway(dana, sent)];
    expect(second.id).toBe(first.id);
    const rui = await portal.as('rui');
    expect(await failure(askGateway(rui, sent))).toMatchObject({ code: 'conflict' });
    expect(await failure(openRun(rui, { runId: first.id }))).toMatchObject({ code: 'not-permitted' });
    expect(await failure(cancelRun(rui, { runId: first.id }))).toMatchObject({ code: 'not-permitted' });
  });

  it('that holds a credential is neither kept nor sent', async () => {
    const prompt = 'deploy it and clone with glpat-a1B2c3D4e5F6g7H8i9J0';
    expect(await failure(askGateway(dana, request({ prompt })))).toMatchObject({
      code: 'refused',
      fields: [{ path: 'prompt', message: 'This holds a GitLab token.' }],
    });
    expect(model.asked).toEqual([]);
    expect(await portal.store.gatewayRuns.listRecent(10)).toEqual([]);
    const log = JSON.stringify(await portal.store.audit.list({ limit: 100 }));
    expect(log).not.toContain('glpat-');
  });

  it.each([
    ['../../etc', 'letters, digits'],
    ['kube-proxy', 'belongs to the platform'],
    ['argocd', 'belongs to the platform'],
    ['', 'letters, digits'],
    ['a'.repeat(41), 'at most 40'],
  ])('takes no name that is none: %j', async (appName, message) => {
    expect(await failure(askGateway(dana, request({ appName })))).toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'appName', message: expect.stringContaining(message) }],
    });
  });

  it('is for who may propose changes', async () => {
    const vic = await portal.as('vic', { role: 'viewer' });
    expect(await failure(askGateway(vic, request()))).toMatchObject({ code: 'not-permitted' });
  });

  it('that the platform refuses goes back to the model, and then to the person', async () => {
    model.says(OBJECTS, '{"workloads":[{"image":"nginx:latest"}]}');
    const draft = await write(await askGateway(dana, request()));
    expect(draft.steps.map(({ stage, attempt }) => `${stage} ${attempt}`)).toEqual([
      'path 1',
      'objects 1',
      'objects 2',
      'objects 3',
    ]);
    expect(model.asked[2]?.messages.at(-1)?.content).toContain('latest is another image after every push');
    expect(draft).toMatchObject({ state: 'draft', draft: { problem: expect.stringContaining('latest') } });
    expect(await failure(openRun(dana, { runId: draft.id }))).toMatchObject({ code: 'refused' });
    expect(portal.forge.requests).toEqual([]);
  });

  it('for something else is declined, and nonsense fails with words', async () => {
    model.says('{"why":"It asks for a poem.","way":"none"}');
    expect(await write(await askGateway(dana, request()))).toMatchObject({
      state: 'declined',
      problem: { message: expect.stringContaining('It asks for a poem.') },
    });
    model.says('As a large language model I cannot');
    expect(await write(await askGateway(dana, request({ appName: 'other' })))).toMatchObject({
      state: 'failed',
      problem: { retrying: false, message: expect.stringContaining('nothing that could be used') },
    });
  });

  it('stops when it is cancelled, and stays so', async () => {
    model.says(new Promise<string>(() => undefined));
    const asked = await askGateway(dana, request());
    const ending = new AbortController();
    const writing = write(asked, ending.signal);
    expect(await cancelRun(dana, { runId: asked.id })).toMatchObject({ state: 'cancelled' });
    ending.abort(new Error('cancelled'));
    await expect(writing).rejects.toThrow('cancelled');
    expect(model.atWork).toBe(0);
    expect(await cancelRun(dana, { runId: asked.id })).toMatchObject({ state: 'cancelled' });
    expect(await failure(openRun(dana, { runId: asked.id }))).toMatchObject({ code: 'conflict' });
  });

  it('that opens itself is a merge request at once, and only where nothing is wrong', async () => {
    model.says(OBJECTS, NGINX);
    const run = await write(await askGateway(dana, request({ opensItself: true })));
    expect(run).toMatchObject({ state: 'opened', changeId: expect.any(String) });
    expect(portal.forge.requests).toHaveLength(1);
    model.says(OBJECTS, '{"workloads":[{"image":"nginx:latest"}]}');
    const other = await write(await askGateway(dana, request({ opensItself: true, appName: 'other' })));
    expect(other.state).toBe('draft');
    expect(portal.forge.requests).toHaveLength(1);
  });

  it('of a server that is busy is thrown to whoever keeps the line', async () => {
    model.says(
      new ExternalError({ provider: 'ollama', operation: 'write', kind: 'unavailable', status: 503, message: 'busy' }),
    );
    const asked = await askGateway(dana, request());
    expect(await failure(write(asked))).toMatchObject({ kind: 'unavailable' });
    expect(await portal.store.gatewayRuns.findById(asked.id)).toMatchObject({ state: 'queued' });
  });

  it('is followed by the application that reads its folder', async () => {
    const reading = (name: string, path: string) =>
      portal.applications.set(
        `argocd/${name}`,
        application({
          name,
          sources: [{ repoUrl: 'https://gitlab/platform.git', targetRevision: 'main', path }],
          destination: { cluster: 'in-cluster', namespace: 'ai-generated' },
          wave: 8,
        }),
      );
    reading('everything', 'apps');
    reading('ai-generated', 'apps/ai-generated/');
    reading('ai-generated-other', 'apps/ai-generated-other');
    model.says(OBJECTS, NGINX);
    const run = await write(await askGateway(dana, request({ opensItself: true })));
    expect(await portal.services.store.changes.findById(run.changeId ?? '')).toMatchObject({
      subjects: [{ application: 'argocd/ai-generated', namespace: 'ai-generated', wave: 8 }],
    });
  });

  it('has a zone of its own on every head, whoever pushed to its branch', async () => {
    model.says(OBJECTS, NGINX);
    const run = await write(await askGateway(dana, request({ opensItself: true })));
    const change = await portal.services.store.changes.findById(run.changeId ?? '');
    expect(change?.paths.every((path) => path.startsWith('apps/ai-generated/nginx-demo/'))).toBe(true);
    // Where a form may write, what a model began may not.
    portal.forge.repository.commit(
      {
        branch: change?.branch ?? '',
        message: 'pushed',
        actions: [{ action: 'create', path: 'apps/shop/config.yaml', content: configMap('shop') }],
      },
      'dana',
    );
    const moved = await advanceChange(portal.services, change?.id ?? '', 'test');
    const zone = moved.report?.results.find(({ id }) => id === 'landing-zone');
    expect(zone).toMatchObject({
      verdict: 'fail',
      findings: expect.arrayContaining([expect.objectContaining({ file: 'apps/shop/config.yaml' })]),
    });
  });

  it('for a name that is taken is told so', async () => {
    model.says(OBJECTS, NGINX, OBJECTS, NGINX);
    const first = await write(await askGateway(dana, request()));
    const second = await write(await askGateway(dana, request()));
    await openRun(dana, { runId: first.id });
    expect(await failure(openRun(dana, { runId: second.id }))).toMatchObject({ code: 'conflict' });
    expect(portal.forge.requests).toHaveLength(1);
  });
});
