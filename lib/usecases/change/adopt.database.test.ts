import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { PortalContext, UserContext } from '#lib/portal/context.ts';
import { application } from '#lib/testing/application.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { PRETEND_PATH } from '#lib/testing/forge/pretend-forge.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { adoptMergeRequests } from './adopt.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { closeChange } from './close.ts';
import { mergeChange } from './merge.ts';

const infra = (revisions: string[]) =>
  application({
    name: 'infra',
    revisions,
    sources: [
      {
        repoUrl: 'https://gitlab.homelab.local/platform/gitops-platform.git',
        targetRevision: 'main',
        path: 'infrastructure',
      },
    ],
  });

describe('a merge request that was opened on the forge', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;
  let context: PortalContext;
  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'admin' });
    rui = await portal.as('rui');
    context = { actor: { kind: 'system', name: 'change-driver' }, requestId: 'test', services: portal.services };
  });
  afterEach(() => portal.close());

  const asDana = () => portal.forge.as({ accessToken: 'token-dana' });
  const openOnForge = async (title = 'Raise the limit', path = 'infrastructure/limits.yaml') => {
    const { repository } = portal.forge;
    repository.commit(
      {
        branch: 'raise',
        startSha: repository.branches.get('main') ?? '',
        message: 'raise',
        actions: [{ action: 'create', path, content: configMap('limits') }],
      },
      'dana',
    );
    const request = { sourceBranch: 'raise', targetBranch: 'main', title, description: 'It **ran** out.', labels: [] };
    return await asDana().openMergeRequest(PRETEND_PATH, request);
  };
  const adopted = async (): Promise<Change> => {
    const { requests } = await adoptMergeRequests(context, portal.services.repository);
    const [id = ''] = requests.keys();
    return await advanceChange(portal.services, id, 'test');
  };

  it('is a change under review like any other, once', async () => {
    await openOnForge();
    const change = await adopted();
    expect(change).toMatchObject({
      phase: 'open',
      title: 'Raise the limit',
      description: 'It **ran** out.',
      origin: { kind: 'forge', isFork: false, isDraft: false },
      requester: { username: 'dana' },
      contributors: ['dana'],
      paths: ['infrastructure/limits.yaml'],
      mergeRequest: { iid: 1 },
      problem: null,
    });
    expect(change.report?.sha).toBe(change.headSha);
    expect((await adopted()).id).toBe(change.id);
    expect(await portal.store.changes.listRecent(10)).toHaveLength(1);
    expect(portal.forge.statuses.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'portolan/guardrails success',
      'portolan/approval pending',
    ]);
  });

  it('goes its way with a second person, and is followed to what reads its files', async () => {
    portal.applications.set('argocd/infra', infra([portal.forge.repository.branches.get('main') ?? '']));
    await openOnForge();
    const open = await adopted();
    expect(open.subjects.map((subject) => subject.application)).toEqual(['argocd/infra']);
    expect(await failure(approveChange(dana, lookOf(open)))).toMatchObject({ code: 'refused' });
    const approved = await approveChange(rui, lookOf(open));
    expect(approved.phase).toBe('approved');
    const merged = await mergeChange(rui, { changeId: open.id, sha: open.headSha });
    expect(merged).toMatchObject({ phase: 'merged', merger: { username: 'rui' } });
    portal.applications.set('argocd/infra', infra([merged.mergeSha ?? '']));
    expect((await advanceChange(portal.services, open.id, 'test')).phase).toBe('live');
  });

  it('is its author’s where they have an account, whatever their name is by then', async () => {
    portal.forge.rename('dana', 'daniela');
    portal.forge.users.add('daniela');
    await openOnForge();
    const change = await adopted();
    expect(await failure(approveChange(dana, lookOf(change)))).toMatchObject({ code: 'refused' });
  });

  it('may be changed by its author there at any time', async () => {
    const { iid } = await openOnForge('Draft: raise the limit');
    const draft = await adopted();
    expect(draft.origin).toMatchObject({ isDraft: true });
    expect((await approveChange(rui, lookOf(draft))).phase).toBe('open');
    await asDana().updateMergeRequest(PRETEND_PATH, iid, { title: 'Raise the limit', description: 'Now.' });
    expect(await adopted()).toMatchObject({ title: 'Raise the limit', description: 'Now.', phase: 'approved' });
    await asDana().updateMergeRequest(PRETEND_PATH, iid, { state: 'close' });
    expect((await advanceChange(portal.services, draft.id, 'test')).phase).toBe('closed');
    expect((await adoptMergeRequests(context, portal.services.repository)).requests.size).toBe(0);
  });

  it('of another repository is shown, checked, and cannot be approved here: nobody knows who pushed', async () => {
    await openOnForge();
    for (const request of portal.forge.requests) {
      request.isFork = true;
    }
    const change = await adopted();
    expect(change.report?.results).toContainEqual(expect.objectContaining({ id: 'pushers', verdict: 'not-evaluated' }));
    expect(change.paths).toEqual(['infrastructure/limits.yaml']);
    expect(await failure(approveChange(rui, lookOf(change)))).toMatchObject({
      message: expect.stringContaining('guardrails'),
    });
    expect(portal.forge.statuses).toEqual([]);
  });

  it('that another portal opened is that one’s to decide', async () => {
    await openOnForge();
    const sha = portal.forge.repository.branches.get('raise') ?? '';
    const targetUrl = 'https://other.lan/changes/1';
    portal.forge.statuses.push({ sha, name: 'portolan/approval', status: 'success', targetUrl });
    await adopted();
    expect(portal.forge.statuses).toHaveLength(1);
  });

  it('is not taken for new while the portal opens it, nor once it has', async () => {
    const begun = await beginChange(portal, dana);
    const { repository } = portal.forge;
    const startSha = repository.branches.get('main') ?? '';
    repository.commit({ branch: begun.branch, startSha, message: 'feat', actions: [] }, 'dana');
    await portal.forge.as({ accessToken: 'token-dana' }).openMergeRequest(PRETEND_PATH, {
      sourceBranch: begun.branch,
      targetBranch: 'main',
      title: begun.title,
      description: '',
      labels: [],
    });
    expect((await adoptMergeRequests(context, portal.services.repository)).requests.size).toBe(0);
    const opened = await advanceChange(portal.services, begun.id, 'test');
    expect([...(await adoptMergeRequests(context, portal.services.repository)).requests.keys()]).toEqual([opened.id]);
    expect(await portal.store.changes.listRecent(10)).toHaveLength(1);
  });

  it('that was given up and is open again is what it was, under review again', async () => {
    const open = await advanceChange(portal.services, (await beginChange(portal, dana)).id, 'test');
    await closeChange(dana, { changeId: open.id });
    const [request] = portal.forge.requests;
    if (request !== undefined) {
      request.state = 'opened';
    }
    expect(await adopted()).toMatchObject({ id: open.id, phase: 'open', origin: open.origin, finishedAt: null });
    // The name is free for another change all the same.
    expect((await beginChange(portal, rui)).id).not.toBe(open.id);
  });

  it('that was opened for a change which failed on its way is that change, not somebody’s own branch', async () => {
    const begun = await beginChange(portal, dana);
    const { repository } = portal.forge;
    const startSha = repository.branches.get('main') ?? '';
    repository.commit({ branch: begun.branch, startSha, message: 'feat', actions: [] }, 'dana');
    const request = { sourceBranch: begun.branch, targetBranch: 'main', title: 'x', description: '', labels: [] };
    await asDana().openMergeRequest(PRETEND_PATH, request);
    const change = await portal.store.changes.findById(begun.id);
    if (change !== null) {
      await portal.store.changes.update({ ...change, phase: 'failed', finishedAt: 1 });
    }
    expect(await adopted()).toMatchObject({
      id: begun.id,
      phase: 'open',
      origin: begun.origin,
      mergeRequest: { iid: 1 },
    });
  });

  it('is not taken for one of the same number in another repository', async () => {
    const begun = await beginChange(portal, dana);
    const other = await portal.store.changes.findById(begun.id);
    if (other !== null) {
      const repository = { ...other.repository, path: 'platform/old' };
      await portal.store.changes.update({ ...other, repository, phase: 'open', mergeRequest: { iid: 1, url: '' } });
    }
    await openOnForge();
    expect(await adopted()).toMatchObject({ title: 'Raise the limit', origin: { kind: 'forge' } });
  });

  it('is one where two replicas see it at once', async () => {
    await openOnForge();
    const [first, second] = await Promise.all([
      adoptMergeRequests(context, portal.services.repository),
      adoptMergeRequests(context, portal.services.repository),
    ]);
    expect([...first.requests.keys()]).toEqual([...second.requests.keys()]);
    expect(await portal.store.changes.listRecent(10)).toHaveLength(1);
  });
});
