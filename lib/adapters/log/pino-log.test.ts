import { describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { createLog } from './pino-log.ts';

function capture(level?: string) {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line) => lines.push(line) }), lines };
}

describe('createLog', () => {
  it('writes one JSON object a line with a time and a level in words', () => {
    const { log, lines } = capture();
    log.info('change opened', { changeId: 'c1' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      msg: 'change opened',
      changeId: 'c1',
      time: expect.any(String),
    });
  });

  it('keeps to its level, and to info where the level is unknown', () => {
    const { log, lines } = capture('error');
    log.warn('quiet');
    expect(lines).toEqual([]);
    const { log: other, lines: otherLines } = capture('loud');
    other.info('said');
    expect(otherLines).toHaveLength(1);
  });

  it.each(['token', 'accessToken', 'password', 'authorization', 'values'])(
    'never writes the field %s, also one level down',
    (field) => {
      const { log, lines } = capture();
      log.info('message', { [field]: 'glpat-secret', nested: { [field]: 'glpat-secret' } });
      expect(lines.join('')).not.toContain('glpat-secret');
    },
  );

  it('tells of an error its name, message, kind and cause, and nothing that it carries', () => {
    const { log, lines } = capture();
    const cause = Object.assign(new Error('inner'), { headers: { cookie: 'glpat-secret' } });
    const error = Object.assign(
      new ExternalError({ provider: 'gitlab', operation: 'GET x', kind: 'auth', status: 401, message: 'no', cause }),
      { request: { authorization: 'glpat-secret' } },
    );
    log.warn('failed', { error });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      error: { kind: 'auth', status: 401, cause: { message: 'inner' } },
    });
    expect(lines[0]).not.toContain('glpat-secret');
  });

  it('tells where in the code a mistake of ours is, and not where a refusal was said', () => {
    const { log, lines } = capture();
    log.info('refused', { error: new PortalError('not-permitted', 'You may not.') });
    log.error('failed', { error: new PortalError('unexpected', 'It broke.') });
    log.error('failed', { error: new TypeError('it is undefined') });
    expect(lines.map((line) => 'stack' in JSON.parse(line).error)).toEqual([false, true, true]);
    expect(JSON.parse(lines[0] ?? '').error).toEqual({ name: 'PortalError', message: 'You may not.' });
  });

  it('does not quote a text that is no JSON, as its parser does', () => {
    const { log, lines } = capture();
    try {
      JSON.parse('{"password":hunter2}');
    } catch (cause) {
      expect(String(cause)).toContain('hunter2');
      log.info('refused', { error: new Error('not valid JSON', { cause }) });
    }
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ error: { cause: { name: 'SyntaxError' } } });
    expect(lines[0]).not.toContain('hunter2');
  });
});
