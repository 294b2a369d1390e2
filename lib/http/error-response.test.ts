import { describe, expect, it } from 'vitest';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { PortalError, type PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import { errorResponse } from './error-response.ts';

type Line = { level: string; message: string; fields: Record<string, unknown> };

function respond(error: unknown): { response: Response; lines: Line[] } {
  const lines: Line[] = [];
  const at =
    (level: string) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields });
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  return { response: errorResponse(error, 'request-7', log), lines };
}

const STATUS: [PortalErrorCode, number][] = [
  ['invalid-input', 400],
  ['not-signed-in', 401],
  ['sign-in-again', 401],
  ['not-permitted', 403],
  ['not-found', 404],
  ['incomplete', 408],
  ['conflict', 409],
  ['refused', 422],
  ['rate-limited', 429],
  ['unexpected', 500],
  ['unavailable', 503],
];

describe('an error of the portal', () => {
  it.each(STATUS)('%s is answered with %d, in its own words', async (code, status) => {
    const fields = [{ path: 'name', message: 'too long' }];
    const { response } = respond(new PortalError(code, 'It cannot be.', { suggestion: 'Do this.', fields }));
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      code,
      message: 'It cannot be.',
      suggestion: 'Do this.',
      fields,
      requestId: 'request-7',
    });
    expect(response.headers.get('x-request-id')).toBe('request-7');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('says what is with the database, in words that are the portal’s own', async () => {
    const words = 'the disk that holds the database is full';
    const cause = new Error('SQLITE_FULL canary');
    const detail = {
      provider: 'database',
      operation: 'transaction',
      kind: 'unavailable',
      message: words,
      cause,
    } as const;
    const { response } = respond(new ExternalError(detail));
    expect(response.status).toBe(503);
    const text = await response.text();
    expect(text).toContain(`The portal cannot use its database now: ${words}.`);
    expect(text).not.toContain('canary');
  });

  it('says when to come again', () => {
    const { response } = respond(new PortalError('rate-limited', 'Slower.', { retryAfterSeconds: 7 }));
    expect(response.headers.get('retry-after')).toBe('7');
  });

  it('is expected, and so no error in the log', () => {
    expect(respond(new PortalError('conflict', 'It changed.')).lines).toEqual([
      {
        level: 'info',
        message: 'request refused',
        fields: expect.objectContaining({ requestId: 'request-7', code: 'conflict' }),
      },
    ]);
  });
});

describe('an error of another system', () => {
  const KINDS: ExternalErrorKind[] = [
    'auth',
    'forbidden',
    'not-found',
    'conflict',
    'invalid',
    'rate-limited',
    'unavailable',
    'timeout',
    'invalid-response',
  ];

  it.each(KINDS)('(%s) is not the portal’s, and its words stay in the log', async (kind) => {
    const detail = { provider: 'gitlab', operation: 'open', kind, message: 'canary: /srv/secret' };
    const { response, lines } = respond(new ExternalError({ ...detail, retryAfterSeconds: 3 }));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3']);
    const text = await response.text();
    expect(text).toContain('gitlab');
    expect(text).not.toContain('canary');
    expect(lines.map(({ level }) => level)).toEqual(['info']);
  });
});

describe('any other error', () => {
  it.each([[new TypeError('canary at /srv/portolan/lib/x.ts')], ['canary'], [undefined], [{ text: 'canary' }]])(
    'is a 500 that tells nothing but the request id: %s',
    async (error) => {
      const { response, lines } = respond(error);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(text).not.toContain('canary');
      expect(JSON.parse(text)).toMatchObject({ code: 'unexpected', requestId: 'request-7' });
      expect(lines).toEqual([{ level: 'error', message: 'request failed', fields: { requestId: 'request-7', error } }]);
    },
  );
});
