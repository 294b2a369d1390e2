import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { startPortalProcess } from '../demo/portal-process.ts';
import { endProcess } from './end-process.ts';
import { freePort } from './hold-port.ts';
import { whenReady } from './when-ready.ts';

const TIMEOUT_MS = 20_000;

let somebodyElse: Listening;
let asked = 0;
/** Another program, which says that it is ready to whoever asks. */
beforeAll(async () => {
  somebodyElse = await listen(
    createServer((_, response) => {
      asked += 1;
      response.end();
    }),
  );
});
afterAll(() => somebodyElse.close());

const run = (program: string): ChildProcess => spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
const ready = (child: ChildProcess, at: number) =>
  whenReady(child, { url: `http://127.0.0.1:${at}/readyz`, timeoutMs: TIMEOUT_MS, output: () => 'what it printed' });

describe('waiting for a portal', () => {
  it('ends when the portal says that it is ready', async () => {
    const own = await freePort();
    const child = run(`require('node:http').createServer((_, response) => response.end()).listen(${own}, '127.0.0.1')`);
    await ready(child, own);
    await endProcess(child);
  });

  it('believes nobody else when the portal has ended', async () => {
    const child = run('process.exit(3)');
    await once(child, 'exit');
    await expect(ready(child, somebodyElse.port)).rejects.toThrow('The portal ended with 3.\nwhat it printed');
    const killed = run('setInterval(() => {}, 1000)');
    await endProcess(killed, 'SIGKILL');
    await expect(ready(killed, somebodyElse.port)).rejects.toThrow('The portal ended with SIGKILL.');
  });

  it('hears out a portal that has ended', async () => {
    const own = await freePort();
    const child = spawn('sh', ['-c', '(sleep 0.2; echo why it ended) & exit 3'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    const options = { url: `http://127.0.0.1:${own}/readyz`, timeoutMs: TIMEOUT_MS, output: () => printed };
    await expect(whenReady(child, options)).rejects.toThrow('The portal ended with 3.\nwhy it ended');
  });

  it('does not begin where somebody else listens, who would answer for it', async () => {
    const before = asked;
    await expect(startPortalProcess(somebodyElse.port, {})).rejects.toThrow(
      `Another program listens on port ${somebodyElse.port}.`,
    );
    expect(asked).toBe(before);
  });
});
