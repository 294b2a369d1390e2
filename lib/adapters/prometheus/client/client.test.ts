import { afterEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { type Canned, startCanned } from '#lib/testing/prometheus/canned-prometheus.ts';
import { authorizationOf } from './authorization.ts';
import { queryNow, type Vector } from './client.ts';

let canned: Canned | undefined;
afterEach(() => canned?.close());

type Answer = { status?: number; headers?: Record<string, string>; body: unknown };

async function ask({ status = 200, headers = {}, body }: Answer, path = ''): Promise<Vector> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  canned = await startCanned((_, response) => response.writeHead(status, headers).end(text));
  const connection = { id: 'prometheus', url: `${canned.url}${path}`, timeoutMs: 5_000, authorization: 'Bearer t' };
  return await queryNow(connection, { promql: 'up{job="a b"} > 0', operation: 'read cards' });
}

const vector = (result: unknown, more: object = {}) => ({
  status: 'success',
  data: { resultType: 'vector', result },
  ...more,
});
const sample = (value: unknown) => ({ metric: { __name__: 'up' }, value: [1_795_000_000.123, value] });

describe('an answer', () => {
  it('without series is no figure at all', async () => {
    expect(await ask({ body: vector([]) })).toEqual({ series: [], warnings: [] });
  });

  it('has numbers as texts, and none where it says that there is none', async () => {
    const texts = ['16303', '0', '-1.5', '1e+09', '.5', 'NaN', '+Inf', '-Inf'];
    const { series } = await ask({ body: vector(texts.map(sample)) });
    expect(series.map(({ value }) => value)).toEqual([16_303, 0, -1.5, 1e9, 0.5, null, null, null]);
    expect(series[0]).toMatchObject({ labels: { __name__: 'up' }, at: 1_795_000_000_123 });
  });

  it('may hold native histograms, which nobody asked for', async () => {
    const histogram = { metric: { __name__: 'up' }, histogram: [1, { count: '1' }] };
    expect((await ask({ body: vector([histogram, sample('1')]) })).series).toHaveLength(1);
  });

  it('keeps what the other side says against it itself', async () => {
    const warnings = ['store 10.0.0.9\n  did not answer', 'x'.repeat(1000)];
    const heard = await ask({ body: vector([], { warnings, infos: ['not a counter'] }) });
    expect(heard.warnings).toEqual(['store 10.0.0.9 did not answer', 'x'.repeat(300)]);
  });

  it('is asked for below the path of a proxy, with the token, by GET', async () => {
    await ask({ body: vector([]) }, '/prometheus/');
    const { method, url = '', headers } = canned?.asked[0] ?? {};
    expect([method, new URL(url, 'http://x').pathname]).toEqual(['GET', '/prometheus/api/v1/query']);
    expect(new URL(url, 'http://x').searchParams.get('query')).toBe('up{job="a b"} > 0');
    expect(headers?.authorization).toBe('Bearer t');
  });
});

const refusal = (errorType: string, error: string) => ({ status: 'error', errorType, error });

describe('what is no answer', () => {
  it.each<[string, Answer, object]>([
    [
      '400: the question is wrong',
      { status: 400, body: refusal('bad_data', 'invalid parameter "query": 1:3: parse error') },
      { kind: 'invalid', status: 400, words: expect.stringMatching(/does not understand the question: invalid param/) },
    ],
    [
      '422: it cannot be worked out',
      { status: 422, body: refusal('execution', 'query processing would load too many samples') },
      { kind: 'invalid', status: 422, words: expect.stringMatching(/could not work it out: query processing/) },
    ],
    [
      '503: it took too long',
      { status: 503, body: refusal('timeout', 'query timed out in expression evaluation') },
      { kind: 'timeout', status: 503, words: expect.stringContaining('gave up on the question') },
    ],
    [
      '503: it reads its own log again',
      { status: 503, headers: { 'retry-after': '7' }, body: 'Service Unavailable' },
      { kind: 'unavailable', retryAfterSeconds: 7, words: 'it is not ready, or too busy (503)' },
    ],
    ['an error with status 200', { body: refusal('internal', 'x') }, { kind: 'unavailable' }],
    ['a kind of error of tomorrow', { status: 500, body: refusal('moon', 'full') }, { words: 'it answered 500: full' }],
    ['401', { status: 401, body: 'Unauthorized' }, { kind: 'auth', words: expect.stringContaining('does not accept') }],
    ['401 in its own form', { status: 401, body: refusal('bad_data', 'no') }, { kind: 'auth' }],
    ['403', { status: 403, body: '' }, { kind: 'forbidden' }],
    ['404', { status: 404, body: 'page not found' }, { kind: 'not-found', words: expect.stringContaining('404') }],
    ['429', { status: 429, body: '' }, { kind: 'rate-limited' }],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      { kind: 'invalid-response' },
    ],
    ['a page with status 200', { body: '<html>sign in</html>' }, { kind: 'invalid-response' }],
    ['nothing', { body: '' }, { kind: 'invalid-response' }],
    [
      'a matrix',
      { body: { status: 'success', data: { resultType: 'matrix', result: [] } } },
      { kind: 'invalid-response' },
    ],
    ['a number that is no text', { body: vector([sample(1)]) }, { kind: 'invalid-response' }],
    ['a text that is no number', { body: vector([sample('0x10')]) }, { kind: 'invalid-response' }],
    ['an empty number', { body: vector([sample('')]) }, { kind: 'invalid-response' }],
    [
      'labels that are no texts',
      { body: vector([{ metric: { gpu: 0 }, value: [1, '1'] }]) },
      { kind: 'invalid-response' },
    ],
    ['no data', { body: { status: 'success' } }, { kind: 'invalid-response' }],
  ])('%s', async (_, answer, expected) => {
    const error = await ask(answer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject({ provider: 'prometheus', operation: 'read cards', ...expected });
    expect(String(error)).not.toContain('127.0.0.1');
  });
});

describe('authorizationOf', () => {
  it.each([
    [null, null],
    [{ token: 'abc' }, 'Bearer abc'],
    [{ username: 'reader', password: 'pä:ss' }, `Basic ${Buffer.from('reader:pä:ss').toString('base64')}`],
  ])('%j', (credentials, header) => {
    expect(authorizationOf(credentials)).toBe(header);
  });
});
