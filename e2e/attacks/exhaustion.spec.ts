import { readFileSync } from 'node:fs';
import { cookieOf } from '../support/attacks/callers.ts';
import { EXHAUSTIONS } from '../support/attacks/exhaustion.ts';
import { startSlowClients } from '../support/attacks/slow-clients.ts';
import type { OwnPortal } from '../support/own-portal.ts';
import { sendRaw } from '../support/raw-request.ts';
import { startSibling } from '../support/sibling.ts';
import { expect, test } from '../support/test.ts';

const isLong = process.env.PORTOLAN_LONG === '1';
test.describe.configure({ mode: 'serial', timeout: 240_000 });

/** More than any of the requests may cost, all of them together. */
const MOST_GROWTH_MIB = 150;
let portal: OwnPortal;
test.beforeAll(async ({ platform }) => {
  portal = await startSibling(platform, { name: 'exhausted' });
});
test.afterAll(async () => portal.stop());

/** The most memory that a process has had so far. */
function peakMib(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

const health = async () => (await sendRaw({ port: portal.port, path: '/healthz' })).status;

test('each request that means to exhaust the portal is answered or ended, and others are served meanwhile', async () => {
  expect(EXHAUSTIONS.length).toBeGreaterThanOrEqual(30);
  await sendRaw({ port: portal.port, path: '/waves', headers: { cookie: cookieOf('dana') } });
  const before = peakMib(portal.pid);
  const odd: string[] = [];
  for (const { name, send } of EXHAUSTIONS) {
    const [status, meanwhile] = await Promise.all([send(portal, cookieOf('dana')), health()]);
    if (status >= 500 || meanwhile !== 200) {
      odd.push(`${name}: ${status}, health ${meanwhile}`);
    }
  }
  expect(odd).toEqual([]);
  expect(peakMib(portal.pid) - before, 'MiB').toBeLessThan(MOST_GROWTH_MIB);
});

test('all of them at once change nothing about that', async () => {
  const sent = await Promise.all(
    EXHAUSTIONS.map(async ({ name, send }) => ({
      name,
      status: await send(portal, cookieOf('dana')),
      alive: await health(),
    })),
  );
  expect(sent.filter(({ status, alive }) => status >= 500 || alive !== 200)).toEqual([]);
  const page = await sendRaw({ port: portal.port, path: '/waves', headers: { cookie: cookieOf('dana') } });
  expect(page.status).toBe(200);
});

test('hundreds of connections that never finish keep nobody else out', async () => {
  const slow = startSlowClients(portal, cookieOf('dana'), 400);
  for (let round = 0; round < 20; round += 1) {
    expect(await health()).toBe(200);
  }
  const page = await sendRaw({ port: portal.port, path: '/waves', headers: { cookie: cookieOf('dana') } });
  expect(page.status).toBe(200);
  if (isLong) {
    await slow.ended;
    expect(slow.answers().filter((answer) => !/^HTTP\/1\.1 4\d\d/.test(answer))).toEqual([]);
  }
  slow.end();
});

test('a session that asks for streams without end is told so, and the head of a stream holds nothing', async () => {
  const path = '/api/live?topic=sources';
  const headers = { cookie: cookieOf('rui') };
  for (let asked = 0; asked < 60; asked += 1) {
    expect((await sendRaw({ port: portal.port, method: 'HEAD', path, headers })).status).toBe(200);
  }
  const streams = await Promise.all(
    Array.from({ length: 70 }, async () => {
      const leave = new AbortController();
      const answer = await fetch(`http://127.0.0.1:${portal.port}${path}`, { headers, signal: leave.signal });
      return { status: answer.status, leave };
    }),
  );
  const statuses = streams.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200).length).toBe(50);
  expect(statuses.filter((status) => status === 429).length).toBe(20);
  for (const { leave } of streams) {
    leave.abort();
  }
});
