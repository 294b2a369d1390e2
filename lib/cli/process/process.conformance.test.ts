import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;
/** A command that starts a process of its own, tells its number, and goes on as the test says. */
const BEGINNING = `
import { spawn } from 'node:child_process';
import { endProcess, endWithUs } from '${HERE}/end-process.ts';
import { endWithChild } from '${HERE}/end-with-child.ts';
import { stopOnSignal } from '${HERE}/stop-on-signal.ts';
const ending = stopOnSignal();
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: ['ignore', 'inherit', 'ignore'] });
endWithUs(child);
await new Promise((resolve) => child.once('spawn', resolve));
`;
const TELL = 'console.log(child.pid);\n';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-process-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function start(name: string, rest: string) {
  const file = join(dir, `${name}.ts`);
  writeFileSync(file, BEGINNING + rest);
  const command = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  command.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  // Its process has the same output, which ends when nobody has it any more.
  const allGone = once(command.stdout, 'close');
  const [line] = await once(createInterface({ input: command.stdout }), 'line');
  return { command, childId: Number(line), said, allGone };
}

describe('a command with processes of its own', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends at once at %s while it starts, and they with it', async (signal, status) => {
    const { command, allGone } = await start(`early-${signal}`, `${TELL}setInterval(() => {}, 1000);`);
    command.kill(signal);
    expect(await once(command, 'exit')).toEqual([status, null]);
    await allGone;
  });

  it('stops them first once they are up, and ends well', async () => {
    const rest = `ending.stops(() => endProcess(child));\nendWithChild(ending, { child });\n${TELL}`;
    const { command, said, allGone } = await start('up', rest);
    command.kill('SIGINT');
    expect(await once(command, 'exit')).toEqual([0, null]);
    await allGone;
    expect(said.join('')).toBe('');
  });

  it('ends badly, and says so, when one of them ends by itself', async () => {
    const rest = `ending.stops(() => endProcess(child));\nendWithChild(ending, { child });\n${TELL}`;
    const { command, childId, said } = await start('alone', rest);
    process.kill(childId, 'SIGKILL');
    expect(await once(command, 'exit')).toEqual([1, null]);
    expect(said.join('')).toContain('The child ended by itself (SIGKILL).');
  });

  it('ends badly when stopping fails', async () => {
    const rest = `ending.stops(() => Promise.reject(new Error('the disk is full')));\n${TELL}`;
    const { command, said } = await start('failing', rest);
    command.kill('SIGTERM');
    expect(await once(command, 'exit')).toEqual([1, null]);
    expect(said.join('')).toContain('the disk is full');
  });
});
