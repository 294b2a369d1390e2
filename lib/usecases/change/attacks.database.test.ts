import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { mergeChange } from './merge.ts';

const EVIL = 'apps/shop/evil.yaml';
const STEERING = '.gitlab-ci.yml';

describe('somebody who wants a change in that nobody looked at', () => {
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
  const open = async () => await advance((await beginChange(portal, dana)).id);
  const push = (branch: string, path: string, content: string, username = 'dana') =>
    portal.forge.repository.commit(
      { branch, message: 'more', actions: [{ action: 'create', path, content }] },
      username,
    ).sha;
  const request = () => {
    const [only] = portal.forge.requests;
    if (only === undefined) {
      throw new Error('there is no merge request');
    }
    return only;
  };
  const fileOnMain = (path: string) => portal.forge.repository.find('main')?.files.get(path);

  it('is not helped by sending the merge request to another branch while it is looked at', async () => {
    const { id, branch } = await open();
    const side = push(branch, STEERING, 'evil: true\n');
    portal.forge.repository.branches.set('side', side);
    const head = push(branch, 'apps/shop/more.yaml', configMap('more'));
    request().targetBranch = 'side';
    await approveChange(rui, { ...lookOf(await advance(id)), sha: head }).catch(() => undefined);
    request().targetBranch = 'main';
    await mergeChange(dana, { changeId: id, sha: head }).catch(() => undefined);
    expect(fileOnMain(STEERING)).toBeUndefined();
  });

  it('is not helped by sending it there after the approval', async () => {
    const change = await open();
    await approveChange(rui, lookOf(change));
    portal.forge.repository.branches.set('side', portal.forge.repository.branches.get('main') ?? '');
    request().targetBranch = 'side';
    const stopped = await mergeChange(dana, { changeId: change.id, sha: change.headSha });
    expect(stopped).toMatchObject({ phase: 'approved', problem: { message: expect.stringContaining('side') } });
    expect(request().state).toBe('opened');
  });

  it('is not helped by setting main back after the approval, so that more comes along than was shown', async () => {
    const { branches } = portal.forge.repository;
    const start = branches.get('main') ?? '';
    push('main', STEERING, 'evil: true\n');
    const change = await open();
    await approveChange(rui, lookOf(change));
    branches.set('main', start);
    await expect(mergeChange(dana, { changeId: change.id, sha: change.headSha })).rejects.toMatchObject({
      code: 'refused',
    });
    expect(fileOnMain(STEERING)).toBeUndefined();
  });

  it('is not helped by setting main back between the look and the approval', async () => {
    const { branches } = portal.forge.repository;
    const start = branches.get('main') ?? '';
    push('main', 'apps/other/config.yaml', configMap('other'));
    const change = await open();
    branches.set('main', start);
    await expect(approveChange(rui, lookOf(change))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await portal.store.approvals.listByChange(change.id)).toEqual([]);
  });

  it('is not helped by an approval that does not say what was shown', async () => {
    const { id, headSha } = await open();
    await expect(approveChange(rui, { changeId: id, sha: headSha })).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ path: 'diffHash' }],
    });
    expect(request().approvals.size).toBe(0);
  });

  it('is not helped by setting it back while the merge waits for a pipeline', async () => {
    const { branches } = portal.forge.repository;
    const start = branches.get('main') ?? '';
    push('main', STEERING, 'evil: true\n');
    const change = await open();
    await approveChange(rui, lookOf(change));
    portal.forge.pipeline.isRunning = true;
    expect(await mergeChange(dana, { changeId: change.id, sha: change.headSha })).toMatchObject({ phase: 'merging' });
    branches.set('main', start);
    portal.forge.pipeline.isRunning = false;
    expect(await advance(change.id)).toMatchObject({
      phase: 'open',
      problem: { message: expect.stringContaining('has moved') },
    });
    expect(fileOnMain(STEERING)).toBeUndefined();
  });

  it.each(['link', 'submodule'] as const)(
    'is not helped by a %s to something that is not in the change',
    async (entry) => {
      const { id, branch } = await open();
      push(branch, 'apps/shop/values.yaml', '../../infrastructure/daemon.yaml');
      portal.forge.repository.entries.set('apps/shop/values.yaml', entry);
      const { report } = await advance(id);
      expect(report?.results.find(({ verdict }) => verdict === 'fail')?.findings[0]?.message).toContain(
        'cannot be seen',
      );
    },
  );

  it('is not helped by a change that is too large for the forge to name', async () => {
    const { portal: reader } = ownForge(portal.services);
    const { compare } = reader;
    reader.compare = async (...args) => ({ ...(await compare(...args)), isComplete: false });
    const change = await open();
    expect(change.report?.results).toMatchObject([
      { verdict: 'not-evaluated', reason: expect.stringContaining('so large') },
    ]);
    await expect(approveChange(rui, lookOf(change))).rejects.toMatchObject({
      code: 'refused',
    });
  });

  it('is not helped by more text than the portal can hold', async () => {
    const { id, branch } = await open();
    let [reading, most] = [0, 0];
    const { portal: reader } = ownForge(portal.services);
    const { readFile } = reader;
    reader.readFile = async (...args) => {
      reading += 1;
      most = Math.max(most, reading);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return await readFile(...args).finally(() => {
        reading -= 1;
      });
    };
    for (let index = 0; index < 60; index += 1) {
      push(branch, `apps/shop/${index}.txt`, `${index}`.padEnd(100_000, '.'));
    }
    const { report } = await advance(id);
    expect(report?.results).toMatchObject([
      { verdict: 'not-evaluated', reason: expect.stringContaining('characters') },
    ]);
    expect((await portal.services.store.changes.findHead(id))?.files).toEqual([]);
    expect(most).toBeLessThan(20);
  });

  it('is not helped by a file that the forge names and does not give', async () => {
    const { portal: reader } = ownForge(portal.services);
    const { compare } = reader;
    reader.compare = async (...args) => {
      const compared = await compare(...args);
      const file = { path: EVIL, oldPath: EVIL, change: 'added', entry: 'file', patch: null } as const;
      return { ...compared, files: [...compared.files, file] };
    };
    const { report, problem } = await open();
    expect([report, problem?.message]).toEqual([null, expect.stringContaining(EVIL)]);
  });

  it('leaves a merge that the person may not make to somebody who may', async () => {
    const change = await open();
    await approveChange(rui, lookOf(change));
    portal.forge.interfere(({ method, moment }) => {
      if (method === 'merge' && moment === 'before') {
        throw new ExternalError({
          provider: 'gitlab',
          operation: 'merge',
          kind: 'auth',
          status: 401,
          message: '401 Unauthorized',
        });
      }
    });
    const refused = await mergeChange(dana, { changeId: change.id, sha: change.headSha });
    expect(refused).toMatchObject({ phase: 'approved', merger: null, problem: { retrying: false } });
    portal.forge.interfere(() => undefined);
    expect(await mergeChange(rui, { changeId: change.id, sha: change.headSha })).toMatchObject({ phase: 'merged' });
  });

  it('does not call a merge of another commit its own', async () => {
    const change = await open();
    await approveChange(rui, lookOf(change));
    portal.forge.interfere(({ method, moment }) => {
      if (method === 'merge' && moment === 'before') {
        portal.forge.interfere(() => undefined);
        const other = push(change.branch, EVIL, configMap('evil'));
        request().mergeSha = portal.forge.repository.merge('main', other, 'by hand', 'dana');
        request().state = 'merged';
        request().mergedBy = 'dana';
        throw new ExternalError({ provider: 'gitlab', operation: 'merge', kind: 'conflict', message: '409' });
      }
    });
    await mergeChange(rui, { changeId: change.id, sha: change.headSha });
    const [record] = await portal.services.store.audit.list({ subjectId: change.id, limit: 1 });
    expect(record).toMatchObject({ action: 'change.merged', detail: { past: 'the portal', by: 'dana' } });
  });

  it('does not take a merge into another branch for one that delivers', async () => {
    const { id, headSha } = await open();
    portal.forge.repository.branches.set('side', portal.forge.repository.branches.get('main') ?? '');
    request().targetBranch = 'side';
    const hand = portal.forge.as({ accessToken: 'token-dana' });
    await hand.merge('platform/gitops-platform', 1, { sha: headSha ?? '', message: 'x' });
    expect(await advance(id)).toMatchObject({ phase: 'failed', mergeSha: null, problem: { retrying: false } });
  });

  it('does not keep a right that is gone on the forge', async () => {
    const change = await open();
    const { accountId } = rui.actor;
    portal.services.signIn.roles = { developer: ['platform'], approver: ['platform/reviewers'] };
    portal.services.signIn.provider = {
      id: 'gitlab',
      name: 'GitLab',
      issuer: 'http://pretend',
      start: () => Promise.reject(new Error('unused')),
      finish: () => Promise.reject(new Error('unused')),
      revoke: () => Promise.resolve(),
      refresh: () => Promise.resolve({ accessToken: 'token-rui', refreshToken: 'next', expiresAt: null }),
      identify: () =>
        Promise.resolve({
          issuer: 'i',
          subject: 'rui',
          username: 'rui',
          name: 'Rui',
          avatarUrl: null,
          groups: ['platform'],
        }),
    };
    await portal.services.store.accounts.updateGroups(accountId, ['platform', 'platform/reviewers']);
    const credential = { accountId, accessToken: 'old', refreshToken: 'once', expiresAt: 0 };
    await portal.services.store.credentials.save(credential);
    await expect(approveChange(rui, lookOf(change))).rejects.toMatchObject({
      code: 'not-permitted',
    });
    expect(request().approvals.size).toBe(0);
  });

  it('does not become another person by another name', async () => {
    const eve = await portal.as('eve');
    portal.forge.users.add('eve');
    const { id, branch } = await open();
    const head = push(branch, EVIL, configMap('evil'), 'eve');
    const look = { ...lookOf(await advance(id)), sha: head };
    portal.forge.rename('eve', 'eva');
    const renamed = { ...eve, actor: { ...eve.actor, username: 'eva' } };
    await expect(approveChange(renamed, look)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(request().approvals.size).toBe(0);
  });
});
