import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFree } from '../process/hold-port.ts';
import { choosePorts } from './ports.ts';

let dir: string;
let server: Server | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-ports-'));
});
afterEach(async () => {
  await new Promise((closed) => server?.close(closed) ?? closed(undefined));
  server = undefined;
  rmSync(dir, { recursive: true });
});

async function occupy(port: number): Promise<void> {
  const occupying = createServer();
  server = occupying;
  await new Promise<void>((listening) => occupying.listen(port, '127.0.0.1', listening));
}

describe('choosePorts', () => {
  it('keeps the ports of the last run, in folders that are not there yet', async () => {
    const file = join(dir, 'state', 'ports.json');
    const first = await choosePorts(file);
    expect(new Set(Object.values(first)).size).toBe(9);
    expect(await choosePorts(file)).toEqual(first);
  });

  it('puts the portal where it is told, and keeps it there', async () => {
    const file = join(dir, 'ports.json');
    const { gitlab } = await choosePorts(file);
    const wanted = await choosePorts(file, gitlab);
    expect(wanted.portal).toBe(gitlab);
    expect((await choosePorts(file)).portal).toBe(gitlab);
  });

  it('takes another one for a port that is taken, and leaves the rest', async () => {
    const file = join(dir, 'ports.json');
    const first = await choosePorts(file);
    await occupy(first.kubernetes);
    expect(await isFree(first.kubernetes)).toBe(false);
    const { kubernetes, ...others } = await choosePorts(file);
    expect(kubernetes).not.toBe(first.kubernetes);
    expect({ ...others, kubernetes: first.kubernetes }).toEqual(first);
  });
});
