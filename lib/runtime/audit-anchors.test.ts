import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { formatAnchor } from '#lib/domain/audit/anchor.ts';
import type { Services } from '#lib/portal/context.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { anchorsFile, startAuditAnchors } from './audit-anchors.ts';

const MINUTE = 60_000;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-anchors-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function rig() {
  const records: { sequence: number; hash: string }[] = [];
  const said: string[] = [];
  const audit = {
    list: async () => records.slice(-1),
    read: async (from: number) => records.filter(({ sequence }) => sequence >= from).slice(0, 1),
  };
  const note = (message: string, fields: Record<string, unknown> = {}) => void said.push(`${message} ${fields.anchor}`);
  const services = {
    store: { audit } as unknown as Services['store'],
    clock: createFakeClock(),
    log: { info: note, warn: note, error: note },
  };
  const append = () => {
    const sequence = records.length + 1;
    records.push({ sequence, hash: String(sequence).padStart(64, 'a') });
    return formatAnchor({ sequence, hash: String(sequence).padStart(64, 'a') });
  };
  return { records, said, services, append, file: anchorsFile(dir) };
}

it('says once a minute where the log stands when something was added, and once more at the end', async () => {
  const { services, append, said, file } = rig();
  const first = append();
  const anchors = startAuditAnchors(services, file);
  await services.clock.advance(3 * MINUTE);
  append();
  const third = append();
  await services.clock.advance(MINUTE);
  const last = append();
  await anchors.stop();
  expect(said).toEqual([first, third, last].map((anchor) => `audit anchor ${anchor}`));
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[1])).toEqual([first, third, last]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(services.clock.sleeping).toBe(0);
});

it.each([
  ['what was cut off', (parts: ReturnType<typeof rig>) => parts.records.pop()],
  ['what was written anew', (parts: ReturnType<typeof rig>) => Object.assign(parts.records[1] ?? {}, { hash: 'b' })],
])('misses at the next start %s', async (_, tamper) => {
  const parts = rig();
  parts.append();
  const anchor = parts.append();
  writeFileSync(parts.file, `2026-11-21T12:00:00.000Z ${anchor}\n`);
  tamper(parts);
  const anchors = startAuditAnchors(parts.services, parts.file);
  await anchors.stop();
  expect(parts.said[0]).toBe(`the audit log does not hold what it held when the portal ran last ${anchor}`);
});

it('goes on where the log or the file cannot be reached', async () => {
  const { services, append, said } = rig();
  append();
  writeFileSync(join(dir, 'in-the-way'), '');
  const anchors = startAuditAnchors(services, join(dir, 'in-the-way', 'anchors.txt'));
  await anchors.stop();
  expect(said.some((line) => line.startsWith('the audit log’s anchor could not be kept'))).toBe(true);
});
