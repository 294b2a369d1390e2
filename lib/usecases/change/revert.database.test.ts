import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { failure } from '#lib/testing/failure.ts';
import { lookOf } from '#lib/testing/look-of.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { advanceChange } from './advance.ts';
import { approveChange } from './approve.ts';
import { mergeChange } from './merge.ts';
import { openChange } from './open.ts';
import { previewChange } from './preview.ts';

describe('taking a merged change back', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let rui: UserContext;
  let merged: Change;
  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'developer' });
    rui = await portal.as('rui');
    merged = await merge((await beginChange(portal, dana)).id);
  });
  afterEach(() => portal.close());

  const merge = async (id: string) => {
    const open = await advanceChange(portal.services, id, 'test');
    await approveChange(rui, lookOf(open));
    return await mergeChange(rui, { changeId: id, sha: open.headSha });
  };
  const form = () => ({ templateId: 'revert', values: { change: merged.id } });
  const main = () => portal.forge.repository.find('main')?.files;

  it('is a change that puts the files back, which is approved and merged like any other', async () => {
    const [path = ''] = merged.paths;
    expect(main()?.has(path)).toBe(true);
    const { result, errors } = await previewChange(dana, form());
    expect(errors).toEqual([]);
    expect(result).toMatchObject({
      title: `Revert "${merged.title}"`,
      files: merged.paths.map((each) => ({ path: each, after: null })),
    });
    expect(result?.report.notices?.map(({ topic }) => topic)).toContain('deletion');
    const change = await openChange(dana, { ...form(), idempotencyKey: randomUUID() });
    await merge(change.id);
    expect(main()?.has(path)).toBe(false);
    expect(await failure(previewChange(dana, form()))).toMatchObject({ message: expect.stringContaining('already') });
  });

  it('is refused where somebody has changed its files since', async () => {
    const [path = ''] = merged.paths;
    const actions = [{ action: 'update', path, content: 'kind: ConfigMap\n' }] as const;
    portal.forge.repository.commit({ branch: 'main', message: 'More', actions: [...actions] }, 'rui');
    portal.services.snapshots.invalidate();
    expect(await failure(previewChange(dana, form()))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(path),
    });
  });

  it('is of merged changes only', async () => {
    const values = { change: randomUUID() };
    expect(await failure(previewChange(dana, { templateId: 'revert', values }))).toMatchObject({ code: 'not-found' });
  });
});
