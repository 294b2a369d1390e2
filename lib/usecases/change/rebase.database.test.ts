import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isBehind } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { configMap } from '#lib/testing/config-map.ts';
import { failure } from '#lib/testing/failure.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { closeChange } from './close.ts';
import { rebaseChange } from './rebase.ts';

describe('a rebase', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;
  let changeId: string;
  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui', { role: 'approver' });
    changeId = (await advance((await beginChange(portal, dana)).id)).id;
  });
  afterEach(() => portal.close());

  const advance = (id = changeId) => advanceChange(portal.services, id, 'test');
  const moveMain = () => {
    portal.forge.repository.commit(
      {
        branch: 'main',
        message: 'something else',
        actions: [{ action: 'create', path: 'apps/else/config.yaml', content: configMap('else') }],
      },
      'rui',
    );
    portal.services.snapshots.invalidate();
  };

  it('is offered where the target branch has gone on, makes a commit that stands on its end, and drops approvals', async () => {
    const before = await advance();
    expect(isBehind(before)).toBe(false);
    const { headSha, diffHash } = before;
    await approveChange(rui, { changeId, sha: headSha, diffHash, secondLook: false });
    moveMain();
    expect(isBehind(await advance())).toBe(true);
    await rebaseChange(dana, { changeId });
    const after = await advance();
    expect(after).toMatchObject({ phase: 'open', contributors: ['dana'] });
    expect(after.headSha).not.toBe(before.headSha);
    expect(after.paths).toEqual(before.paths);
    expect(isBehind(after)).toBe(false);
    expect(await portal.store.audit.list({ subjectId: changeId, limit: 20 })).toContainEqual(
      expect.objectContaining({ action: 'change.rebase', outcome: 'intent' }),
    );
  });

  it('is with one’s own account, of who may change things, while it is under review', async () => {
    const vic = await portal.as('vic', { role: 'viewer' });
    expect(await failure(rebaseChange(vic, { changeId }))).toMatchObject({ code: 'not-permitted' });
    moveMain();
    await rebaseChange(rui, { changeId });
    // Who rebased has pushed, and does not approve what they pushed.
    const { headSha, diffHash, contributors } = await advance();
    expect(contributors.toSorted()).toEqual(['dana', 'rui']);
    expect(await failure(approveChange(rui, { changeId, sha: headSha, diffHash, secondLook: false }))).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('You pushed to this branch'),
    });
    await closeChange(dana, { changeId });
    expect(await failure(rebaseChange(dana, { changeId }))).toMatchObject({ code: 'conflict' });
  });

  it('that does not fit onto the end of the target branch is said to be that, and changes nothing', async () => {
    const before = await advance();
    portal.forge.repository.commit(
      {
        branch: 'main',
        message: 'the same file',
        actions: [{ action: 'create', path: before.paths[0] ?? '', content: configMap('other') }],
      },
      'rui',
    );
    expect(await failure(rebaseChange(dana, { changeId }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Rebase locally'),
    });
    expect((await advance()).headSha).toBe(before.headSha);
  });

  it('that the forge does not do is said in words', async () => {
    portal.forge.interfere(({ method, moment }) => {
      if (method === 'rebase' && moment === 'before') {
        throw new ExternalError({ provider: 'pretend', operation: 'rebase', kind: 'forbidden', message: '403' });
      }
    });
    expect(await failure(rebaseChange(dana, { changeId }))).toMatchObject({
      code: 'not-permitted',
      message: expect.stringContaining('does not let you rebase this'),
    });
  });
});
