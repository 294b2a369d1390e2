import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import { hashSessionToken } from '#lib/usecases/session/token.ts';
import { exportAudit } from '#lib/views/audit/export.ts';
import { answerAudit } from './audit-route.ts';

/** What is read, checked and written as JSON in one go takes about a millisecond then. */
const MOST_AT_ONCE = 100;

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
    expect(records.length).toBeLessThanOrEqual(MOST_AT_ONCE);
  }
  clearImmediate(next);
  expect(turnsBefore.length).toBeGreaterThan(1);
  expect(new Set(turnsBefore).size).toBe(turnsBefore.length);
});

/** The export, and its first batch; the log has more than one. */
async function beginExport() {
  const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
  const warnings: string[] = [];
  const log = { ...portal.services.log, warn: (message: string) => void warnings.push(message) };
  const { audit, ...store } = portal.services.store;
  const away = { isAway: false };
  const read: typeof audit.read = (from, limit) =>
    away.isAway ? Promise.reject(new Error('the database is away')) : audit.read(from, limit);
  const services = { ...portal.services, log, store: { ...store, audit: { ...audit, read } } };
  const headers = { cookie: `portolan_session=${token}` };
  const answer = await answerAudit(new Request('http://localhost:3000/api/audit', { headers }), services);
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  // One more is made ahead of the reader.
  const rest = async () => {
    for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) {
      // Read to its end.
    }
  };
  return { token, warnings, away, rest };
}

it('ends with the session that asked for it', async () => {
  const { token, warnings, rest } = await beginExport();
  const session = await portal.services.store.sessions.findByTokenHash(hashSessionToken(token));
  await portal.services.store.sessions.remove(session?.id ?? '');
  await expect(rest()).rejects.toMatchObject({ code: 'not-signed-in' });
  expect(warnings).toEqual(['the export of the audit log was broken off']);
});

it('that cannot be read to its end is told in the log, and is not whole', async () => {
  const { away, warnings, rest } = await beginExport();
  away.isAway = true;
  await expect(rest()).rejects.toThrow('the database is away');
  expect(warnings).toEqual(['the export of the audit log was broken off']);
});

it('gives nobody else anything', async () => {
  expect((await get('')).status).toBe(401);
  await expect(exportAudit(await portal.as('rui', { role: 'approver' }))).rejects.toMatchObject({
    code: 'not-permitted',
  });
});
