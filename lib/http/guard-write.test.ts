import { describe, expect, it } from 'vitest';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { assertOwnOrigin, readJsonBody, readJsonObject } from './guard-write.ts';

const PORTAL = 'https://portolan.lan:8443/base';

function post(headers: Record<string, string>, body: BodyInit | null = null): Request {
  return new Request('https://10.0.0.1/api/commands/x', {
    method: 'POST',
    headers,
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  } as RequestInit);
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => {
      expect(error).toBeInstanceOf(PortalError);
      return (error as PortalError).code;
    },
  );

describe('the origin of a write', () => {
  it('is the portal’s own, whatever host the request came to', () => {
    expect(() => assertOwnOrigin(post({ origin: 'https://portolan.lan:8443' }), PORTAL)).not.toThrow();
  });

  it.each([
    [null],
    [''],
    ['null'],
    ['https://portolan.lan'],
    ['http://portolan.lan:8443'],
    ['https://portolan.lan:8443/'],
    ['https://portolan.lan:8443.evil.example'],
    ['https://evil.example'],
    ['https://PORTOLAN.lan:8443@evil.example'],
    ['https://10.0.0.1'],
  ])('is not %j', (origin) => {
    const request = post({
      ...(origin === null ? {} : { origin }),
      referer: 'https://portolan.lan:8443/',
      'sec-fetch-site': 'same-origin',
    });
    expect(() => assertOwnOrigin(request, PORTAL)).toThrow(PortalError);
  });
});

describe('a JSON body', () => {
  it.each([['application/json'], ['application/json; charset=utf-8'], ['Application/JSON']])(
    'is read as %s',
    async (type) => {
      expect(await readJsonBody(post({ 'content-type': type }, '{"a":"ü"}'))).toEqual({ a: 'ü' });
    },
  );

  it.each([
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['text/plain'],
    ['text/plain; application/json'],
    ['application/jsonp'],
  ])('cannot be what a form of another site sends: %s', async (type) => {
    expect(await failure(readJsonBody(post({ 'content-type': type }, '{}')))).toBe('invalid-input');
  });

  it.each([[''], ['{'], ['{"a":1}}'], ['undefined']])('must be JSON, not %j', async (text) => {
    expect(await failure(readJsonBody(post({ 'content-type': 'application/json' }, text)))).toBe('invalid-input');
  });

  it('may be as large as a form of ours, and not larger', async () => {
    const type = { 'content-type': 'application/json' };
    const text = (size: number) => JSON.stringify('x'.repeat(size - 2));
    expect(await readJsonBody(post(type, text(256 * 1024)))).toHaveLength(256 * 1024 - 2);
    expect(await failure(readJsonBody(post(type, text(256 * 1024 + 1))))).toBe('invalid-input');
  });

  it('is not read on once it is too large, whatever length it claims', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const request = post({ 'content-type': 'application/json', 'content-length': '2' }, endless);
    expect(await failure(readJsonBody(request))).toBe('invalid-input');
    expect(sent).toBeLessThan(8);
  });

  it('that is cut off half way is no mistake of the portal', async () => {
    const cutOff = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from('{"a":')),
      pull: () => Promise.reject(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    });
    expect(await failure(readJsonBody(post({ 'content-type': 'application/json' }, cutOff)))).toBe('incomplete');
  });

  it.each([['null'], ['[]'], ['7'], ['"text"']])('that must be an object is not %s', async (text) => {
    expect(await failure(readJsonObject(post({ 'content-type': 'application/json' }, text)))).toBe('invalid-input');
  });
});
