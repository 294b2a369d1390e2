import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { beginChange } from '#lib/testing/begin-change.ts';
import { failure } from '#lib/testing/failure.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { changeDiscussionView } from '#lib/views/change/discussion.ts';
import { advanceChange } from './advance.ts';
import { commentChange } from './comment.ts';

describe('a comment', () => {
  let portal: TestPortal;
  let dana: UserContext;
  let vic: UserContext;
  let changeId: string;
  beforeEach(async () => {
    portal = await createTestPortal();
    dana = await portal.as('dana', { role: 'developer' });
    vic = await portal.as('vic', { role: 'viewer' });
    changeId = (await advanceChange(portal.services, (await beginChange(portal, dana)).id, 'test')).id;
  });
  afterEach(() => portal.close());
  const read = async () => (await changeDiscussionView.read(vic, { id: changeId })).data;

  it('stands under the merge request in the person’s name, and gives the forge no commands', async () => {
    await commentChange(dana, { changeId, body: 'Why so many?\n  /merge\n/close' });
    expect(portal.forge.requests[0]?.notes).toEqual([{ author: 'dana', body: 'Why so many?\n  \\/merge\n\\/close' }]);
    expect(await read()).toMatchObject({ notes: [{ author: 'dana' }], problem: '' });
    const log = await portal.store.audit.list({ subjectId: changeId, limit: 1 });
    expect(log).toMatchObject([{ action: 'change.comment', outcome: 'intent' }]);
    // What was said is on the forge, and nowhere else.
    expect(JSON.stringify(log)).not.toContain('many');
  });

  it('stands beside a line of the commit that was looked at, and of no other', async () => {
    const { headSha, paths } = await advanceChange(portal.services, changeId, 'test');
    const line = { sha: headSha ?? '', path: paths[0] ?? '', before: null, after: 1 };
    await commentChange(dana, { changeId, body: '/merge this?', line });
    expect(await read()).toMatchObject({
      notes: [{ author: 'dana', body: '\\/merge this?', place: { path: paths[0], line: 1, isOld: false } }],
    });
    expect(
      await failure(commentChange(dana, { changeId, body: 'x', line: { ...line, sha: 'a'.repeat(40) } })),
    ).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('since you looked at this line'),
    });
    expect(await failure(commentChange(dana, { changeId, body: 'x', line: { ...line, after: null } }))).toMatchObject({
      code: 'invalid-input',
    });
  });

  it('is for those who may take part, and of something', async () => {
    expect(await failure(commentChange(vic, { changeId, body: 'x' }))).toMatchObject({ code: 'not-permitted' });
    expect(await failure(commentChange(dana, { changeId, body: ' \n' }))).toMatchObject({ code: 'invalid-input' });
    expect(portal.forge.requests[0]?.notes).toEqual([]);
  });

  it('leaves the page as it is where the forge does not tell', async () => {
    portal.forge.interfere(({ method, moment }) => {
      if (method === 'notes' && moment === 'before') {
        throw new ExternalError({ provider: 'gitlab', operation: 'notes', kind: 'unavailable', message: 'it is down' });
      }
    });
    expect(await read()).toEqual({ notes: [], problem: 'GitLab does not tell now what was written: it is down.' });
  });
});
