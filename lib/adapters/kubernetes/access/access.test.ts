import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { Access, AccessOptions } from './access.ts';
import { openAccess } from './open-access.ts';
import { createSignIn } from './sign-in.ts';

let folder = '';
let now = 0;
const clock = { now: () => now };
const read = (options: AccessOptions) => openAccess(options, 'lab', clock).read();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-'));
  await writeFile(join(folder, 'token'), 'from-file\n');
  await writeFile(join(folder, 'ca.crt'), 'CA');
});
afterAll(() => rm(folder, { recursive: true }));

async function kubeconfig(user: object, cluster: object = {}): Promise<string> {
  const path = join(folder, `config-${Math.random().toString(36).slice(2)}`);
  const file = {
    'current-context': 'here',
    contexts: [
      { name: 'here', context: { cluster: 'c', user: 'u' } },
      { name: 'nobody', context: { cluster: 'c' } },
      { name: 'broken', context: { cluster: 'gone', user: 'u' } },
    ],
    clusters: [{ name: 'c', cluster: { server: 'https://10.0.0.1:6443/k8s', ...cluster } }],
    users: [{ name: 'u', user }],
  };
  await writeFile(path, JSON.stringify(file));
  return path;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('access by address', () => {
  it('takes token and authority as given or from files', async () => {
    const server = 'https://lab:6443';
    expect(await read({ server, token: 't', caData: 'PEM' })).toMatchObject({
      headers: { authorization: 'Bearer t' },
      tls: { ca: 'PEM' },
    });
    expect(
      await read({ server, tokenFile: join(folder, 'token'), caFile: join(folder, 'ca.crt'), insecure: true }),
    ).toMatchObject({
      headers: { authorization: 'Bearer from-file' },
      tls: { ca: 'CA', rejectUnauthorized: false },
    });
    expect((await read({ server })).headers).toEqual({});
  });

  it('reads a token file again after half a minute, or when told that it is refused', async () => {
    const tokenFile = join(folder, 'rotated');
    await writeFile(tokenFile, 'one');
    const source = openAccess({ server: 'https://lab', tokenFile }, 'lab', clock);
    const token = async () => (await source.read()).headers.authorization;
    expect(await token()).toBe('Bearer one');
    await writeFile(tokenFile, 'two');
    expect(await token()).toBe('Bearer one');
    now += 31_000;
    expect(await token()).toBe('Bearer two');
    await writeFile(tokenFile, 'three');
    source.forget();
    expect(await token()).toBe('Bearer three');
  });

  it('says which file is missing', async () => {
    await expect(read({ server: 'https://lab', tokenFile: join(folder, 'none') })).rejects.toMatchObject({
      kind: 'auth',
      message: `lab: read the token: ${join(folder, 'none')} cannot be read`,
    });
  });
});

it('a pod uses its service account', async () => {
  const access = await read({ inCluster: true, folder });
  expect(access.server.href).toBe('https://kubernetes.default.svc/');
  expect(access).toMatchObject({ headers: { authorization: 'Bearer from-file' }, tls: { ca: 'CA' } });
});

describe('access by kubeconfig', () => {
  it.each<[string, object, object, Partial<Access>]>([
    ['a token', { token: 'secret' }, {}, { headers: { authorization: 'Bearer secret' } }],
    [
      'a token file, from the folder of the file',
      { tokenFile: 'token' },
      {},
      { headers: { authorization: 'Bearer from-file' } },
    ],
    [
      'name and password',
      { username: 'a', password: 'b' },
      {},
      { headers: { authorization: `Basic ${base64('a:b')}` } },
    ],
    [
      'impersonation',
      { token: 't', as: 'jane', 'as-groups': ['a', 'b,c'] },
      {},
      { headers: { authorization: 'Bearer t', 'impersonate-user': 'jane', 'impersonate-group': ['a', 'b,c'] } },
    ],
    [
      'certificates',
      { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
      { 'certificate-authority': 'ca.crt', 'tls-server-name': 'inside', 'insecure-skip-tls-verify': true },
      { tls: { ca: 'CA', cert: 'CERT', key: 'KEY', servername: 'inside', rejectUnauthorized: false } },
    ],
  ])('takes %s', async (_, user, cluster, expected) => {
    const access = await read({ path: await kubeconfig(user, cluster) });
    expect(access).toMatchObject(expected);
    expect(access.server.href).toBe('https://10.0.0.1:6443/k8s');
  });

  it('runs a credential plugin once and keeps its token until it is refused', async () => {
    const count = join(folder, 'count');
    const script = `const fs=require('fs');fs.appendFileSync(process.argv[1],'x');const token='plugin-'+fs.readFileSync(process.argv[1],'utf8').length;console.log(JSON.stringify({apiVersion:'client.authentication.k8s.io/v1',kind:'ExecCredential',status:{token}}))`;
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: process.execPath,
      args: ['-e', script, count],
    };
    const source = openAccess({ path: await kubeconfig({ exec }) }, 'lab', clock);
    const token = async () => (await source.read()).headers.authorization;
    expect([await token(), await token()]).toEqual(['Bearer plugin-1', 'Bearer plugin-1']);
    source.forget();
    expect(await token()).toBe('Bearer plugin-2');
  });

  it('passes nothing on that a plugin prints', async () => {
    const exec = { command: process.execPath, args: ['-e', 'console.error("canary");process.exit(1)'] };
    const error = await read({ path: await kubeconfig({ exec }) }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ kind: 'auth' });
    expect(`${JSON.stringify(error)} ${String(error)} ${String((error as Error).cause)}`).not.toContain('canary');
  });

  it.each<[string, string | undefined, string]>([
    ['nowhere', undefined, 'it has no context "nowhere" that names a cluster'],
    ['broken', undefined, 'it has no cluster "gone" with a server'],
    ['here', '}{: canary', 'it is not valid YAML'],
    ['here', '[]', 'it has no context "here" that names a cluster'],
  ])('says what is wrong with context %s', async (context, content, why) => {
    const path = await kubeconfig({ token: 'canary' });
    if (content !== undefined) {
      await writeFile(path, content);
    }
    const error = await read({ path, context }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ExternalError);
    expect(String(error)).toContain(why);
    expect(String(error)).not.toContain('canary');
  });

  it('allows a context without a user, and says that a proxy is not supported', async () => {
    expect((await read({ path: await kubeconfig({}), context: 'nobody' })).headers).toEqual({});
    await expect(read({ path: await kubeconfig({}, { 'proxy-url': 'socks5://x' }) })).rejects.toThrow('proxy-url');
    await expect(read({ path: join(folder, 'none') })).rejects.toThrow('it cannot be read');
  });
});

it('many refusals at once renew the access once', async () => {
  let reads = 0;
  let token = 0;
  const access = (): Access => ({
    server: new URL('https://lab'),
    tls: {},
    headers: { authorization: `Bearer ${token}` },
  });
  const signIn = createSignIn({
    read: async () => {
      reads += 1;
      return access();
    },
    forget: () => {
      token += 1;
    },
  });
  const refused = await signIn.current();
  const renewed = await Promise.all([1, 2, 3].map(() => signIn.insteadOf(refused)));
  expect(new Set(renewed.map((next) => next?.headers.authorization))).toEqual(new Set(['Bearer 1']));
  expect(token).toBe(1);
  expect(reads).toBeLessThanOrEqual(5);
});
