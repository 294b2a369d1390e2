import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { application } from '#lib/testing/application.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { closeChange } from './close.ts';
import { mergeChange } from './merge.ts';

describe('the life of a change', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;

  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui');
  });
  afterEach(() => portal.close());

  const advance = (id: string) => advanceChange(portal.services, id, 'test');
  const opened = async () => advance((await beginChange(portal, dana)).id);
  const actions = async (id: string) =>
    (await portal.services.store.audit.list({ subjectId: id, limit: 100 }))
      .map(({ action, outcome }) => `${action} ${outcome}`)
      .toReversed();

  it('goes from the form to live, with the forge`s and the portal`s books in step', async () => {
    const open = await opened();
    expect(open).toMatchObject({ phase: 'open', mergeRequest: { iid: 1 }, contributors: ['dana'], problem: null });
    expect(open.report?.sha).toBe(open.headSha);
    expect(portal.forge.requests).toMatchObject([{ author: 'dana', sourceBranch: open.branch, state: 'opened' }]);

    const approved = await approveChange(rui, lookOf(open));
    expect(approved.phase).toBe('approved');
    expect([...(portal.forge.requests[0]?.approvals ?? [])]).toEqual(['rui']);

    const merged = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    expect(merged).toMatchObject({ phase: 'merged', merger: { username: 'rui' } });
    expect(portal.forge.repository.find('main')?.files.get('apps/shop/config.yaml')).toBe(configMap('shop'));

    portal.applications.set(
      'argocd/shop',
      application({ name: 'shop', health: 'Progressing', revisions: [merged.mergeSha ?? ''] }),
    );
    expect(await advance(open.id)).toMatchObject({
      phase: 'syncing',
      evidence: [{ containsMerge: true, health: 'Progressing' }],
    });
    portal.applications.set('argocd/shop', application({ name: 'shop', revisions: [merged.mergeSha ?? ''] }));
    expect(await advance(open.id)).toMatchObject({ phase: 'live', problem: null });

    expect(await actions(open.id)).toEqual([
      'change.opened done',
      'change.approve done',
      'change.merge intent',
      'change.merged done',
      'change.delivered done',
    ]);
    expect(portal.forge.statuses.filter(({ sha }) => sha === open.headSha)).toMatchObject([
      { sha: open.headSha, name: 'portolan/guardrails', status: 'success' },
      { sha: open.headSha, name: 'portolan/approval', status: 'pending' },
      { sha: open.headSha, name: 'portolan/guardrails', status: 'success' },
      { sha: open.headSha, name: 'portolan/approval', status: 'success' },
    ]);
  });

  it('says which application fails and turns live when it recovers', async () => {
    const open = await opened();
    await approveChange(rui, lookOf(open));
    const { mergeSha } = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    const revisions = [mergeSha ?? ''];
    portal.applications.set(
      'argocd/shop',
      application({ name: 'shop', health: 'Degraded', healthMessage: 'ImagePullBackOff', revisions }),
    );
    expect(await advance(open.id)).toMatchObject({
      phase: 'failed',
      problem: { message: expect.stringContaining('ImagePullBackOff') },
    });
    portal.applications.set('argocd/shop', application({ name: 'shop', revisions }));
    expect(await advance(open.id)).toMatchObject({ phase: 'live', problem: null });
  });

  it('says what the pods say while it waits and when it fails, and tells in sync from live', async () => {
    const trouble = { pod: 'shop/shop-1', reason: 'ImagePullBackOff', message: 'not found', isFailing: true };
    const resource = { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'shop', wave: 0 };
    const resources = [{ ...resource, hook: false, requiresPruning: false }];
    portal.services.troubles = testCollection([['shop/Deployment/shop', trouble]]);
    const open = await opened();
    await approveChange(rui, lookOf(open));
    const { mergeSha } = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    const shop = application({ name: 'shop', health: 'Progressing', revisions: [mergeSha ?? ''], resources });
    portal.applications.set('argocd/shop', { ...shop, sync: 'OutOfSync' });
    const early = await advance(open.id);
    expect(early.evidence).toMatchObject([{ message: expect.stringContaining('ImagePullBackOff: not found') }]);
    expect(early.evidence[0]).not.toHaveProperty('syncedAt');
    portal.applications.set('argocd/shop', shop);
    const waiting = await advance(open.id);
    // Kubernetes goes on trying, so it has not failed until the engine gives up.
    expect(waiting).toMatchObject({ phase: 'syncing', evidence: [{ syncedAt: expect.any(Number) }], problem: null });
    portal.applications.set('argocd/shop', { ...shop, health: 'Degraded' });
    expect(await advance(open.id)).toMatchObject({
      phase: 'failed',
      evidence: [{ syncedAt: waiting.evidence[0]?.syncedAt }],
      problem: { message: expect.stringContaining('ImagePullBackOff: not found') },
    });
  });

  it('does not take an application for delivered that runs an older revision', async () => {
    const main = portal.forge.repository.branches.get('main') ?? '';
    const open = await opened();
    await approveChange(rui, lookOf(open));
    portal.applications.set('argocd/shop', application({ name: 'shop', revisions: [main] }));
    const merged = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    expect(merged).toMatchObject({ phase: 'merged', evidence: [{ containsMerge: false, revision: main }] });
  });

  describe('four eyes', () => {
    it.each([
      ['the one who asked', async () => dana, 'You asked for this change'],
      ['one who pushed to the branch', async () => portal.as('eve'), 'You pushed to this branch'],
    ])('refuses %s, on the server and in the log', async (_, reviewer, words) => {
      portal.forge.users.add('eve');
      const open = await opened();
      portal.forge.repository.pushes.push({ branch: open.branch, username: 'eve' });
      portal.forge.repository.commit(
        {
          branch: open.branch,
          message: 'more',
          actions: [{ action: 'create', path: 'apps/shop/b.yaml', content: configMap('other') }],
        },
        'eve',
      );
      const pushed = await advance(open.id);
      const context = { ...(await reviewer()), services: portal.services };
      const refusal = await failure(
        approveChange({ ...context, actor: { ...context.actor, role: 'admin' } }, lookOf(pushed)),
      );
      expect(refusal).toMatchObject({ message: expect.stringContaining(words) });
      expect(portal.forge.requests[0]?.approvals.size).toBe(0);
      expect(await actions(open.id)).toContain('change.approve refused');
    });

    it('refuses a developer without the role, and writes that down', async () => {
      const open = await opened();
      expect(await failure(approveChange(dana, lookOf(open)))).toMatchObject({
        code: 'not-permitted',
      });
      expect(await actions(open.id)).toContain('change.approve refused');
    });

    it('does not merge without an approval of exactly this commit', async () => {
      const open = await opened();
      expect(await failure(mergeChange(rui, { changeId: open.id, sha: open.headSha }))).toMatchObject({
        code: 'refused',
      });
      await approveChange(rui, lookOf(open));
      portal.forge.repository.commit(
        {
          branch: open.branch,
          message: 'later',
          actions: [{ action: 'create', path: 'apps/shop/b.yaml', content: configMap('other') }],
        },
        'dana',
      );
      expect(await failure(mergeChange(rui, { changeId: open.id, sha: open.headSha }))).toMatchObject({
        code: 'conflict',
      });
      const moved = await advance(open.id);
      expect(moved.phase).toBe('open');
      expect(await failure(mergeChange(rui, { changeId: open.id, sha: moved.headSha }))).toMatchObject({
        code: 'refused',
      });
      expect(
        (await portal.services.store.approvals.listByChange(open.id)).map(({ droppedAt }) => droppedAt !== null),
      ).toEqual([true]);
      expect(portal.forge.requests[0]?.state).toBe('opened');
    });

    it('lets a solo policy approve a form change of one’s own', async () => {
      portal.services.policies.push({
        id: 'solo',
        paths: ['**'],
        origins: ['template'],
        required: 1,
        groups: [],
        solo: true,
      });
      const open = await opened();
      const context = { ...dana, actor: { ...dana.actor, role: 'approver' as const } };
      expect((await approveChange(context, lookOf(open))).phase).toBe('approved');
    });
  });

  it('runs the guardrails on what is really pushed, and does not let it be approved when they fail', async () => {
    const open = await opened();
    portal.forge.repository.commit(
      { branch: open.branch, message: 'x', actions: [{ action: 'create', path: '.gitlab-ci.yml', content: 'a: 1\n' }] },
      'eve',
    );
    const pushed = await advance(open.id);
    expect(pushed.report?.results.find(({ id }) => id === 'landing-zone')?.verdict).toBe('fail');
    expect(await failure(approveChange(rui, lookOf(pushed)))).toMatchObject({
      code: 'refused',
    });
    expect(portal.forge.statuses.at(-2)).toMatchObject({
      sha: pushed.headSha,
      name: 'portolan/guardrails',
      status: 'failed',
    });
  });

  it('tells the approval while it merges where the forge was gone when it was given: else the pipeline waits for it for ever', async () => {
    const open = await opened();
    const { portal: portalForge } = ownForge(portal.services);
    const { setStatus } = portalForge;
    portalForge.setStatus = async () => {
      throw new ExternalError({ provider: 'gitlab', operation: 'set status', kind: 'unavailable', message: 'gone' });
    };
    expect(await approveChange(rui, lookOf(open))).toMatchObject({ phase: 'approved' });
    const told = () => portal.forge.statuses.findLast(({ name }) => name === 'portolan/approval')?.status;
    expect(told()).toBe('pending');
    await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    expect(told()).toBe('pending');
    portalForge.setStatus = setStatus;
    expect(await advance(open.id)).toMatchObject({ phase: 'merged', problem: null });
    expect(told()).toBe('success');
  });

  it('closes on the forge, and notices when it is closed there', async () => {
    const first = await opened();
    expect((await closeChange(dana, { changeId: first.id })).phase).toBe('closed');
    expect(portal.forge.requests[0]?.state).toBe('closed');
    const second = await opened();
    const request = portal.forge.requests[1];
    if (request !== undefined) {
      request.state = 'closed';
    }
    expect((await advance(second.id)).phase).toBe('closed');
  });

  it('waits with the merge until the pipeline has ended, without being asked again', async () => {
    const open = await opened();
    await approveChange(rui, lookOf(open));
    portal.forge.pipeline.isRunning = true;
    const waiting = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    expect(waiting).toMatchObject({ phase: 'merging', problem: { retrying: true, isWait: true } });
    expect((await advance(open.id)).revision).toBe(waiting.revision);
    portal.forge.pipeline.isRunning = false;
    expect(await advance(open.id)).toMatchObject({ phase: 'merged', problem: null, merger: { username: 'rui' } });
  });

  it('notices a merge that was made past the portal', async () => {
    const open = await opened();
    await portal.forge
      .as({ accessToken: 'token-rui' })
      .merge('platform/gitops-platform', 1, { sha: open.headSha ?? '', message: 'by hand' });
    expect(await advance(open.id)).toMatchObject({ phase: 'merged', merger: null });
    const [record] = await portal.services.store.audit.list({ subjectId: open.id, limit: 1 });
    expect(record).toMatchObject({ action: 'change.merged', detail: { past: 'the portal', by: 'rui' } });
  });

  it('waits with the change when the sign-in is no longer accepted, and goes on after a new one', async () => {
    portal.forge.users.delete('dana');
    const waiting = await advance((await beginChange(portal, dana)).id);
    expect(waiting).toMatchObject({
      phase: 'opening',
      problem: { retrying: true, suggestion: expect.stringContaining('Sign in again') },
    });
    portal.forge.users.add('dana');
    expect(await advance(waiting.id)).toMatchObject({ phase: 'open', problem: null });
  });

  it('keeps since when a problem lasts, and what it is, in words', async () => {
    portal.forge.interfere(() => {
      throw new ExternalError({
        provider: 'gitlab',
        operation: 'x',
        kind: 'unavailable',
        message: 'nothing listens at its address',
      });
    });
    const first = await advance((await beginChange(portal, dana)).id);
    const second = await advance(first.id);
    expect(first.problem?.message).toContain('nothing listens at its address');
    expect(second.problem?.since).toBe(first.problem?.since);
    expect(second.revision).toBe(first.revision);
  });

  it('gives up where trying again cannot help, and says so', async () => {
    portal.forge.interfere(({ method }) => {
      if (method === 'commit') {
        throw new ExternalError({
          provider: 'gitlab',
          operation: 'commit',
          kind: 'forbidden',
          status: 403,
          message: '403 Forbidden',
        });
      }
    });
    expect(await advance((await beginChange(portal, dana)).id)).toMatchObject({
      phase: 'failed',
      problem: { retrying: false },
    });
  });
});
