import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { refusalOf, refuse } from './request-gate.ts';

let portal: Listening;
beforeEach(async () => {
  portal = await listen(
    createServer((request, response) => {
      if (!refuse(request, response)) {
        response.end('seen');
      }
    }),
  );
});
afterEach(() => portal.close());

/** What comes back for a text, up to the end of the connection. */
async function say(text: string): Promise<string> {
  const socket = connect(portal.port, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
  }
  return answer;
}

it('lets through what may, and ends the connection of what may not', async () => {
  const request = (line: string, more = '') => `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${more}\r\n`;
  expect(await say(request('GET /waves?q=1'))).toMatch(/^HTTP\/1\.1 200[\s\S]*seen$/);
  expect(await say(request('POST /api/x'))).toMatch(/^HTTP\/1\.1 200[\s\S]*seen$/);
  const refused = await say(request('POST /waves', `content-length: ${2 ** 30}\r\n`));
  expect(refused).toMatch(/^HTTP\/1\.1 405[\s\S]*Connection: close/i);
  expect(refused).not.toContain('seen');
});

describe('what gets no further', () => {
  const ask = (method: string, url: string, headers = {}) => refusalOf({ method, url, headers })?.status ?? null;

  it.each([
    ['GET', '/', null],
    ['HEAD', '/waves', null],
    ['POST', '/waves', 405],
    ['OPTIONS', '/waves', 405],
    ['POST', '/api/commands/open-change', null],
    ['DELETE', '/api/commands/open-change', null],
    ['POST', 'http://portal/api/commands/open-change', null],
    ['POST', '/generate/manifest', null],
    ['POST', '/generate/manifest/x', 405],
    ['POST', '/generate/manifesto', 405],
    ['POST', '/apifoo', 405],
    ['POST', '//api/x', 405],
    ['GET', `/api/live?${'topic=a&'.repeat(100)}x`, null],
    ['GET', `/waves?${'q=1&'.repeat(300)}`, 414],
    ['GET', `/${'x'.repeat(5000)}`, 414],
    ['GET', `/api/views/change?params=${'x'.repeat(5000)}`, null],
  ])('%s %s: %s', (method, url, status) => {
    expect(ask(method, url)).toBe(status);
  });

  it('is more than a browser has to say', () => {
    expect(ask('GET', '/', { cookie: 'a=1;'.repeat(2000) })).toBeNull();
    expect(ask('GET', '/', { cookie: 'a=1;'.repeat(3000) })).toBe(431);
  });

  it('is a body larger than any webhook, told by its length', () => {
    expect(ask('POST', '/api/webhooks/gitlab', { 'content-length': String(25 * 2 ** 20) })).toBeNull();
    expect(ask('POST', '/api/webhooks/gitlab', { 'content-length': String(25 * 2 ** 20 + 1) })).toBe(413);
  });
});
