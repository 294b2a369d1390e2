import { describe, expect, it } from 'vitest';
import { toExternalError } from './answer-error.ts';

/** What GitHub's client throws. */
const thrown = (status: number, data: unknown, headers: Record<string, string> = {}) =>
  Object.assign(new Error('HttpError'), { status, response: { headers, data } });
const said = (...args: Parameters<typeof thrown>) => toExternalError('github', 'GET x', thrown(...args));

describe('a refusal of GitHub', () => {
  it.each([
    [
      'with sentences about all of it',
      { message: 'Unprocessable Entity', errors: ['Review Can not approve your own pull request'] },
      '422 Unprocessable Entity: Review Can not approve your own pull request',
    ],
    [
      'with what is wrong with fields',
      { message: 'Validation Failed', errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }] },
      '422 Validation Failed: head invalid',
    ],
    [
      'with a sentence about a field',
      { message: 'Validation Failed', errors: [{ code: 'custom', message: 'No commits between main and x' }] },
      '422 Validation Failed: No commits between main and x',
    ],
    ['without a word', 'nonsense', '422'],
  ])('is told in its words: %s', (_, data, words) => {
    expect(said(422, data)).toMatchObject({ kind: 'invalid', words });
  });

  it('is cut to a line, whoever wrote it', () => {
    const { words } = said(422, { message: `a\n${'b'.repeat(500)}`, errors: Array(50).fill('c') }) as { words: string };
    expect(words.length).toBeLessThan(320);
    expect(words).not.toContain('\n');
  });

  it('says what to do where single sign-on is asked for, and not the address that came with it', () => {
    const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/a/sso?authorization_request=SECRET' };
    const error = said(403, { message: 'Resource protected by organization SAML enforcement.' }, headers);
    expect(error).toMatchObject({ kind: 'forbidden', words: expect.stringContaining('authorize the token') });
    expect(String(error)).not.toContain('SECRET');
  });

  it('is a limit where nothing remains, until the moment that is named', () => {
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Date.UTC(2026, 10, 1, 12, 1) / 1000),
      date: 'Sun, 01 Nov 2026 12:00:00 GMT',
    };
    expect(said(403, { message: 'API rate limit exceeded' }, headers)).toMatchObject({
      kind: 'rate-limited',
      retryAfterSeconds: 60,
    });
  });
});
