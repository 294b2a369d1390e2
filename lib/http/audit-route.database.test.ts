import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { exportAudit } from '#lib/views/audit/export.ts';
import { answerAudit } from './audit-route.ts';

let portal: TestPortal;
beforeAll(async () => {
  portal = await createTestPortal({ signIn: { provider: null, roles: {}, sessionMs: 3_600_000 } });
});
afterAll(() => portal.close());

const get = (cookie: string) =>
  answerAudit(new Request('http://localhost:3000/api/audit', { headers: { cookie } }), portal.services);

it('gives administrators every record in its order, a line each, as long as the log may be', async () => {
  const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
  const entry = {
    at: 1_000,
    actorKind: 'system',
    actorId: 'test',
    actorName: 'test',
    action: 'change.merged',
    subjectKind: 'change',
    subjectId: 'a',
    outcome: 'done',
    detail: { text: 'two\nlines' },
    requestId: 'r',
  } as const;
  for (let count = 0; count < 600; count += 1) {
    await portal.services.store.audit.append(entry);
  }
  const answer = await get(`portolan_session=${token}`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const lines = (await answer.text()).trimEnd().split('\n');
  const records = lines.map((line) => JSON.parse(line) as { sequence: number; previousHash: string; hash: string });
  expect(records.map(({ sequence }) => sequence)).toEqual(records.map((_, index) => index + 1));
  expect(records.length).toBeGreaterThan(600);
  expect(records.slice(1).map(({ previousHash }) => previousHash)).toEqual(
    records.slice(0, -1).map(({ hash }) => hash),
  );
});

it('lets others run between two batches, so that a long log holds nobody up', async () => {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  const turnsBefore: number[] = [];
  for await (const records of await exportAudit(await portal.as('ada', { role: 'admin' }))) {
    turnsBefore.push(turns);
    expect(records.length).toBeGreaterThan(0);
  }
  clearImmediate(next);
  expect(turnsBefore.length).toBeGreaterThan(1);
  expect(new Set(turnsBefore).size).toBe(turnsBefore.length);
});

it('gives nobody else anything', async () => {
  expect((await get('')).status).toBe(401);
  await expect(exportAudit(await portal.as('rui', { role: 'approver' }))).rejects.toMatchObject({
    code: 'not-permitted',
  });
});
