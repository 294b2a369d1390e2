import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { byOurClock } from '#lib/domain/model/server-clock.ts';
import { listen } from '#lib/testing/net/listen.ts';
import type { FaultRule } from '#sandbox/faults.ts';
import { type OllamaRig, openOllama } from '#sandbox/ollama/testing/ollama-rig.ts';
import { PS_BODY, TAGS_BODY } from './fixtures/bodies.ts';
import { createOllama } from './provider.ts';

const identity = { id: 'lab', label: 'Lab', timeoutMs: 400 };

async function failureOf(url: string, signal?: AbortSignal): Promise<unknown> {
  return createOllama({ ...identity, url })
    .read(signal)
    .then(
      () => 'no failure',
      (error: unknown) => error,
    );
}

describe('faults on the way', () => {
  let rig: OllamaRig;
  beforeAll(async () => {
    rig = await openOllama();
    return rig.close;
  });
  afterEach(() => rig.faults.clear());

  const paths = ['/api/version', '/api/ps', '/api/tags'] as const;
  it.each<[string, Partial<FaultRule>, object]>([
    [
      'the connection is reset',
      { kind: 'reset' },
      { kind: 'unavailable', message: expect.stringContaining('the connection was cut') },
    ],
    [
      'it never answers',
      { kind: 'hang' },
      { kind: 'timeout', message: expect.stringContaining('no answer within 0.4 s') },
    ],
    [
      'a page of a proxy',
      { kind: 'html', status: 502 },
      { kind: 'unavailable', status: 502, message: expect.stringContaining('502 without saying why') },
    ],
    [
      'a page with status 200',
      { kind: 'html', status: 200 },
      { kind: 'invalid-response', message: expect.stringContaining('is not what Ollama answers') },
    ],
    [
      'the answer breaks off',
      { kind: 'truncate' },
      { kind: 'unavailable', message: expect.stringContaining('the connection was cut') },
    ],
    ['500', { kind: 'status', status: 500 }, { kind: 'unavailable', status: 500 }],
    [
      '503 with Retry-After',
      { kind: 'status', status: 503, retryAfterSeconds: 7 },
      { kind: 'unavailable', retryAfterSeconds: 7 },
    ],
    [
      '429 with Retry-After',
      { kind: 'status', status: 429, retryAfterSeconds: 60 },
      { kind: 'rate-limited', retryAfterSeconds: 60 },
    ],
    ['429 without', { kind: 'status', status: 429 }, { kind: 'rate-limited', retryAfterSeconds: undefined }],
    ['401', { kind: 'status', status: 401 }, { kind: 'auth' }],
    ['403', { kind: 'status', status: 403 }, { kind: 'forbidden' }],
    [
      '404',
      { kind: 'status', status: 404 },
      { kind: 'not-found', message: expect.stringContaining('404 switched on') },
    ],
  ])('%s', async (_, fault, expected) => {
    for (const path of paths) {
      rig.faults.set({ id: 'fault', server: 'ollama', kind: 'reset', path, ...fault });
      const error = await failureOf(rig.ollama.url);
      expect(error, path).toBeInstanceOf(ExternalError);
      expect(error, path).toMatchObject({ provider: 'lab', ...expected });
      expect(String(error)).not.toContain('127.0.0.1');
    }
    rig.faults.clear();
    const state = await createOllama({ ...identity, url: rig.ollama.url }).read();
    expect(state.installed, 'right again as soon as it lives').toHaveLength(5);
  });

  it('a slow answer within the limit is an answer', async () => {
    rig.faults.set({ id: 'slow', server: 'ollama', kind: 'delay', delayMs: 100 });
    expect(await createOllama({ ...identity, url: rig.ollama.url }).read()).toMatchObject({ version: '0.32.15' });
  });

  it('when one list fails the others are not waited for', async () => {
    rig.faults.set({ id: 'hang', server: 'ollama', kind: 'hang', path: '/api/tags' });
    rig.faults.set({ id: 'no', server: 'ollama', kind: 'status', status: 403, path: '/api/ps' });
    expect(
      await createOllama({ ...identity, timeoutMs: 20_000, url: rig.ollama.url })
        .read()
        .catch((error: unknown) => error),
    ).toMatchObject({ kind: 'forbidden' });
  });

  it('its clock is told by what it answers, and a model is unloaded by that clock', async () => {
    const own = await openOllama({ rate: 1 });
    try {
      await own.ollama.load('nomic-embed-text');
      const { clockSkewMs = Number.NaN, loaded } = await createOllama({ ...identity, url: own.ollama.url }).read();
      expect(Math.abs(clockSkewMs - (own.clock.now() - Date.now()))).toBeLessThan(3000);
      const unloadsAt = byOurClock(loaded[0]?.expiresAt ?? 0, clockSkewMs);
      expect(Math.abs(unloadsAt - Date.now() - 5 * 60_000)).toBeLessThan(10_000);
    } finally {
      await own.close();
    }
  });

  it('ten thousand models are read, each as it is', async () => {
    const models = Array.from({ length: 10_000 }, (_, at) => ({
      name: `team/model-${at}:7b`,
      digest: String(at).padStart(64, '0'),
      family: 'llama',
      parameterSize: '7B',
      quantization: 'Q4_0',
      sizeBytes: 1_000_000 + at,
      modifiedAt: 1_790_000_000_000 - at,
    }));
    const own = await openOllama({ models });
    try {
      const state = await createOllama({ ...identity, timeoutMs: 20_000, url: own.ollama.url }).read();
      expect(new Set(state.installed.map(({ name }) => name)).size).toBe(10_000);
      expect(state.installed.at(-1)).toMatchObject({ name: 'team/model-9999:7b', sizeBytes: 1_009_999 });
      expect(state).not.toHaveProperty('skipped');
    } finally {
      await own.close();
    }
  });

  it('reading changes nothing over there', async () => {
    await createOllama({ ...identity, url: rig.ollama.url }).read();
    expect(rig.ollama.inspect.loaded()).toEqual([]);
    expect(rig.ollama.inspect.requests('POST /api/show')).toBe(0);
  });
});

describe('a far side that is no Ollama', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) {
      close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const { url, close } = await listen(createServer(listener));
    closing.push(close);
    return url;
  }

  it('a redirect is not followed, wherever it leads', async () => {
    const visited = vi.fn();
    const elsewhere = await serve((_, response) => {
      visited();
      response.end('{}');
    });
    const location = `${elsewhere}/latest/meta-data`;
    const url = await serve((_, response) => response.writeHead(302, { location }).end());
    expect(await failureOf(url)).toMatchObject({
      kind: 'invalid-response',
      status: 302,
      message: expect.stringContaining('redirect'),
    });
    expect(visited).not.toHaveBeenCalled();
  });

  it('an answer without end is cut off at the size limit', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const piece = 'x'.repeat(256 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(piece)) {
          sent += piece.length;
        }
      };
      response.on('drain', more);
      more();
    });
    const server20 = createOllama({ ...identity, timeoutMs: 20_000, url });
    expect(await server20.read().catch((error: unknown) => error)).toMatchObject({
      kind: 'invalid-response',
      message: expect.stringContaining('larger than 8 MiB'),
    });
    expect(sent).toBeLessThan(100 * 1024 * 1024);
  });

  it('a drip of bytes does not outlast the time limit', async () => {
    const url = await serve((_, response) => {
      response.write('{');
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => clearInterval(drip));
    });
    expect(await failureOf(url)).toMatchObject({ kind: 'timeout' });
  });

  it('something else at the address is said to be that', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('404 page not found'));
    expect(await failureOf(url)).toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('no Ollama answers at this address'),
    });
  });

  it.each([
    ['{}', 'no version'],
    ['[]', 'a list'],
    ['null', 'null'],
    ['{"version":7,"models":[]}', 'a version that is a number'],
    ['{"version":"1","models":{"a":1}}', 'models that are no list'],
    ['', 'nothing'],
    ['{"version":"1"', 'half of it'],
  ])('%s is not what Ollama answers (%s)', async (body) => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body));
    expect(await failureOf(url)).toMatchObject({ kind: 'invalid-response' });
  });

  it('its own words come along, on one line and not without end', async () => {
    const error = `too\nmany ${'requests '.repeat(200)}`;
    const url = await serve((_, response) =>
      response.writeHead(503, { 'content-type': 'application/json' }).end(JSON.stringify({ error })),
    );
    const failure = await failureOf(url);
    expect(failure).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/^lab: (read|list) .*: too many requests/),
    });
    expect(String(failure).length).toBeLessThan(400);
    expect(String(failure)).not.toContain('\n');
  });

  it.each([
    ['at the root', ''],
    ['with a slash', '/'],
    ['below a path of a proxy', '/ollama'],
  ])('asks the three lists %s', async (_, suffix) => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const body = request.url?.endsWith('version')
        ? { version: '0.5.1' }
        : request.url?.endsWith('ps')
          ? PS_BODY
          : TAGS_BODY;
      response.end(JSON.stringify(body));
    });
    const state = await createOllama({ ...identity, url: `${url}${suffix}` }).read();
    expect(state).toMatchObject({ version: '0.5.1', loaded: [{}, {}, {}], installed: [{}, {}] });
    const prefix = suffix.replace(/\/$/, '');
    expect(asked.toSorted()).toEqual([`GET ${prefix}/api/ps`, `GET ${prefix}/api/tags`, `GET ${prefix}/api/version`]);
  });

  it('lists that are null are empty, as Go writes them', async () => {
    const url = await serve((_, response) => response.end('{"version":"0.1.33","models":null}'));
    const state = await createOllama({ ...identity, url }).read();
    expect(state).toEqual({ version: '0.1.33', loaded: [], installed: [], clockSkewMs: 0 });
  });
});
