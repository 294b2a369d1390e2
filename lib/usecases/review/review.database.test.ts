import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import type { Gateway } from '#lib/portal/gateway.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type GatewayDriver, startGatewayDriver } from '#lib/runtime/gateway/driver.ts';
import { createRunTexts } from '#lib/runtime/gateway/run-texts.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { gatewayWith } from '#lib/testing/gateway/gateway.ts';
import { createScriptedModel, type ScriptedModel } from '#lib/testing/gateway/scripted-model.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from '../change/advance.ts';
import { reviewChange } from './ask.ts';
import { postReview } from './post.ts';
import { reviewNewHead } from './review-new-head.ts';

const clock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms / 100, undefined, { signal }).then(() => undefined),
};
const SOON = { timeout: 20_000, interval: 10 };

describe('a review by a model', () => {
  let portal: TestPortal;
  let model: ScriptedModel;
  let driver: GatewayDriver | null;
  let dana: UserContext;
  let changeId: string;
  let file: string;
  beforeEach(async () => {
    model = createScriptedModel();
    portal = await createTestPortal({ gateway: gatewayWith(model), clock });
    dana = await portal.as('dana', { role: 'developer' });
    const change = await advanceChange(portal.services, (await beginChange(portal, dana)).id, 'test');
    changeId = change.id;
    file = change.paths[0] ?? '';
    const { gateway } = portal.services;
    driver = gateway && startGatewayDriver(portal.services, gateway, createRunTexts());
  });
  afterEach(async () => {
    await driver?.stop();
    await portal.close();
  });
  const done = async (id: string, state: 'done' | 'failed' = 'done') => {
    await vi.waitFor(async () => {
      expect((await portal.store.reviews.findById(id))?.state).toBe(state);
    }, SOON);
    return await portal.store.reviews.findById(id);
  };
  const says = (summary: string, issues: object[] = []) => model.says(JSON.stringify({ summary, issues }));

  it('is of one commit, made once, and approves nothing', async () => {
    says('Adds a shop.', [{ severity: 'high', file, line: 1, message: 'No limit.', suggestion: 'Set one.' }]);
    const asked = await reviewChange(dana, { changeId });
    const written = await done(asked.id);
    expect(written).toMatchObject({ summary: 'Adds a shop.', issues: [{ severity: 'high', line: 1 }], unseen: [] });
    expect((await reviewChange(dana, { changeId })).id).toBe(asked.id);
    expect(model.asked).toHaveLength(1);
    expect(await portal.store.approvals.listByChange(changeId)).toEqual([]);
    expect(portal.forge.requests[0]?.approvals.size).toBe(0);
  });

  it('is one where two people ask for it at once', async () => {
    const rui = await portal.as('rui', { role: 'developer' });
    says('Adds a shop.');
    const [first, second] = await Promise.all([reviewChange(dana, { changeId }), reviewChange(rui, { changeId })]);
    expect(second.id).toBe(first.id);
    await done(first.id);
    expect(model.asked).toHaveLength(1);
  });

  it('is another for another commit', async () => {
    says('Adds a shop.');
    const first = await reviewChange(dana, { changeId });
    await done(first.id);
    const change = await portal.store.changes.findById(changeId);
    portal.forge.repository.commit(
      {
        branch: change?.branch ?? '',
        message: 'x',
        actions: [{ action: 'update', path: file, content: configMap('other') }],
      },
      'dana',
    );
    await advanceChange(portal.services, changeId, 'test');
    const second = await reviewChange(dana, { changeId });
    expect(second.id).not.toBe(first.id);
    expect((await done(second.id))?.version).not.toBe(first.version);
  });

  it('that fails says why, and may be asked for again', async () => {
    model.says('LGTM');
    const asked = await reviewChange(dana, { changeId });
    expect(await done(asked.id, 'failed')).toMatchObject({
      problem: { retrying: false, message: expect.stringContaining('nothing that could be used') },
    });
    says('Adds a shop.');
    expect((await reviewChange(dana, { changeId })).id).toBe(asked.id);
    expect(await done(asked.id)).toMatchObject({ problem: null, summary: 'Adds a shop.' });
  });

  it('is put under the merge request once, by who asks for that, with nothing in it that a forge would follow', async () => {
    says('/approve\n/merge @rui <img src=x> **bold**', [
      { severity: 'low', file, line: 1, message: '/close `x` @all', suggestion: '[click](http://evil.example)' },
    ]);
    const asked = await reviewChange(dana, { changeId });
    await done(asked.id);
    const rui = await portal.as('rui');
    await postReview(rui, { reviewId: asked.id });
    await postReview(rui, { reviewId: asked.id });
    const notes = portal.forge.requests[0]?.notes ?? [];
    expect(notes.map(({ author }) => author)).toEqual(['rui']);
    const body = notes[0]?.body ?? '';
    expect(body).toContain('A language model wrote this; it approves nothing');
    expect(body.split('\n').filter((line) => line.startsWith('/'))).toEqual([]);
    expect(body).not.toMatch(/@(rui|all)|(?<!\\)<|(?<!\\)\]\(/);
  });

  it('is for who may ask models, of a change that is under review', async () => {
    const vic = await portal.as('vic', { role: 'viewer' });
    expect(await failure(reviewChange(vic, { changeId }))).toMatchObject({ code: 'not-permitted' });
    portal.services.gateway = null;
    expect(await failure(reviewChange(dana, { changeId }))).toMatchObject({ code: 'unavailable' });
    expect(await failure(postReview(vic, { reviewId: 'x' }))).toMatchObject({ code: 'not-permitted' });
  });

  it('is of every new commit where the configuration wants that, once, and not of drafts', async () => {
    const context = {
      actor: { kind: 'system', name: 'change-driver' },
      requestId: 'test',
      services: portal.services,
    } as const;
    const look = async (more: Partial<Change> = {}) =>
      await reviewNewHead(context, { ...((await portal.store.changes.findById(changeId)) as Change), ...more });
    const known = () => portal.store.reviews.findNewest('change', changeId);
    await look();
    expect(await known()).toBeNull();
    portal.services.gateway = { ...(portal.services.gateway as Gateway), reviews: 'every' };
    const draft = { kind: 'forge', author: 'dana', isFork: false, isDraft: true } as unknown as Change['origin'];
    await look({ origin: draft });
    await look({ phase: 'live' });
    expect(await known()).toBeNull();
    model.says('LGTM');
    await look();
    const { id = '' } = (await known()) ?? {};
    expect(await done(id, 'failed')).toMatchObject({ requester: { username: 'portolan' } });
    // Nobody's machine is kept busy with what it cannot do.
    const asked = model.asked.length;
    await look();
    await wait(50);
    expect(model.asked).toHaveLength(asked);
  });

  it('is asked without the files that hold something secret, before or after, and names them', async () => {
    const head = await portal.store.changes.findHead(changeId);
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData: { password: hunter2-hunter2 }\n';
    const address = 'env: [{ name: DATABASE_URL, value: "postgres://u:s3cr3t-Pa55w0rd@db/x" }]\n';
    const more = [
      { path: 'apps/shop/secret.yaml', before: null, after: secret },
      { path: 'apps/shop/was.yaml', before: secret, after: null },
      { path: 'apps/shop/address.yaml', before: null, after: address },
    ];
    await portal.store.changes.saveHead(changeId, { sha: head?.sha ?? '', files: [...(head?.files ?? []), ...more] });
    says('Adds a shop.');
    const written = await done((await reviewChange(dana, { changeId })).id);
    expect(JSON.stringify(model.asked)).not.toMatch(/hunter2|s3cr3t/);
    expect(written?.unseen).toEqual(more.map(({ path }) => path));
  });
});
