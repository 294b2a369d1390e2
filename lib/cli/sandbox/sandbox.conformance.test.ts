import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const COMMAND = ['--conditions=react-server', resolve('lib/cli/sandbox.ts')];

type List = { items: { metadata: { name: string } }[] };

/** Starts the command and waits for the last line of what it says when it is up. */
async function start(...flags: string[]): Promise<{ child: ChildProcess; lines: string[] }> {
  const child = spawn(process.execPath, [...COMMAND, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  await new Promise<void>((isUp, reject) => {
    output.on('line', (line) => {
      lines.push(line);
      if (line.includes('Ctrl-C stops it')) {
        isUp();
      }
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${lines.join('\n')}`)));
  });
  return { child, lines };
}

/** Asks the API server as kubectl would, with the kubeconfig that was written. */
async function list(stateDir: string, path: string): Promise<List> {
  const config = parse(readFileSync(join(stateDir, 'kubeconfig.yaml'), 'utf8'));
  const { server, 'certificate-authority-data': ca } = config.clusters[0].cluster;
  const headers = { authorization: `Bearer ${config.users[0].user.token}` };
  const asked = request(`${server}${path}`, { ca: Buffer.from(ca, 'base64'), headers }).end();
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = await response.toArray();
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Asks the control server for a platform of another size. */
async function generate(lines: readonly string[], applications: number) {
  const control = lines.join('\n').match(/Faults\s+(\S+)/)?.[1];
  const answer = await fetch(`${control}/generate`, {
    method: 'POST',
    headers: { 'x-sandbox-control': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ applications }),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('npm run sandbox -- --applications 50', () => {
  let stateDir: string;
  let started: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'portolan-sandbox-'));
    started = await start('--applications', '50', '--pods', '120', '--nodes', '4', '--port', '0', '--state', stateDir);
  });
  afterAll(() => {
    started.child.kill('SIGKILL');
    rmSync(stateDir, { recursive: true, force: true });
  });

  it('lists them over the Kubernetes API, under their root, with as many pods and nodes as were asked for', async () => {
    const applications = await list(stateDir, '/apis/argoproj.io/v1alpha1/applications');
    expect(applications.items).toHaveLength(51);
    expect(applications.items.map(({ metadata }) => metadata.name)).toContain('dev-platform');
    expect((await list(stateDir, '/api/v1/pods')).items).toHaveLength(120);
    expect((await list(stateDir, '/api/v1/nodes')).items).toHaveLength(4);
  });

  it('says where everything is, and no token', () => {
    const said = started.lines.join('\n');
    for (const text of ['51 applications, 120 pods, 4 nodes', 'kubeconfig.yaml', 'secrets.json', 'portal.env']) {
      expect(said).toContain(text);
    }
    const secrets: Record<string, string> = JSON.parse(readFileSync(join(stateDir, 'secrets.json'), 'utf8'));
    expect(Object.values(secrets).filter((secret) => said.includes(secret))).toEqual([]);
  });

  it('can be made larger while it runs', async () => {
    expect(await generate(started.lines, 70)).toMatchObject({ status: 200, body: { sizes: { applications: 71 } } });
    expect((await list(stateDir, '/apis/argoproj.io/v1alpha1/applications')).items).toHaveLength(71);
  });

  it('ends cleanly at Ctrl-C', async () => {
    started.child.kill('SIGINT');
    expect(await once(started.child, 'exit')).toEqual([0, null]);
    await expect(list(stateDir, '/version')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('npm run sandbox', () => {
  it('has the platform in git, which is not of any size, and says what is', async ({ onTestFinished }) => {
    const stateDir = mkdtempSync(join(tmpdir(), 'portolan-sandbox-'));
    const { child, lines } = await start('--port', '0', '--state', stateDir);
    onTestFinished(() => {
      child.kill('SIGKILL');
      rmSync(stateDir, { recursive: true, force: true });
    });
    expect((await list(stateDir, '/apis/argoproj.io/v1alpha1/applications')).items).toHaveLength(19);
    expect(await generate(lines, 50)).toEqual({
      status: 409,
      body: { error: 'this platform comes from git; for a generated one: npm run sandbox -- --applications N' },
    });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  }, 60_000);

  it('ends with 2 and says what is wrong with a flag', async () => {
    const called = promisify(execFile)(process.execPath, [...COMMAND, '--pods', 'many']);
    await expect(called).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--pods: expected a whole number from 0 to 200000, got "many"'),
    });
  });
});
