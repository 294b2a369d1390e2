import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeldPort } from '../process/hold-port.ts';
import { choosePorts } from './ports.ts';

let dir: string;
/** Of a machine of its own: on this one, other tests come and go. */
let taken: Set<number>;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-ports-'));
  taken = new Set();
});
afterEach(() => rmSync(dir, { recursive: true }));

async function hold(wanted: number): Promise<HeldPort | null> {
  const port = wanted === 0 ? Math.max(40_000, ...taken) + 1 : wanted;
  if (taken.has(port)) {
    return null;
  }
  taken.add(port);
  return { port, release: async () => void taken.delete(port) };
}

describe('choosePorts', () => {
  it('keeps the ports of the last run, in folders that are not there yet', async () => {
    const file = join(dir, 'state', 'ports.json');
    const first = await choosePorts(file, undefined, hold);
    expect(new Set(Object.values(first)).size).toBe(10);
    expect(await choosePorts(file, undefined, hold)).toEqual(first);
  });

  it('puts the portal where it is told, and keeps it there', async () => {
    const file = join(dir, 'ports.json');
    const { gitlab } = await choosePorts(file, undefined, hold);
    const wanted = await choosePorts(file, gitlab, hold);
    expect(wanted.portal).toBe(gitlab);
    expect((await choosePorts(file, undefined, hold)).portal).toBe(gitlab);
  });

  it('takes another one for a port that is taken, and leaves the rest', async () => {
    const file = join(dir, 'ports.json');
    const first = await choosePorts(file, undefined, hold);
    taken.add(first.kubernetes);
    const { kubernetes, ...others } = await choosePorts(file, undefined, hold);
    expect(kubernetes).not.toBe(first.kubernetes);
    expect({ ...others, kubernetes: first.kubernetes }).toEqual(first);
  });
});
