import { randomBytes } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';
import { PIECES, sendEndlessly } from '../raw-connection.ts';
import { type RawRequest, sendRaw } from '../raw-request.ts';
import { webServiceValues } from './open-change.ts';

export type Victim = { port: number; url: string };

/** A request that costs its sender little and means to cost the portal much. */
export type Exhaustion = {
  name: string;
  /** Gives the status of the answer; 0 where the connection was ended without one. */
  send(victim: Victim, cookie: string): Promise<number>;
};

const MIB = 1024 * 1024;

/** The server may end the connection of a client that still sends, or answer what no client reads. */
async function statusOf(asked: RawRequest): Promise<number> {
  try {
    return (await sendRaw(asked)).status;
  } catch (error) {
    if (error instanceof Error && 'code' in error && ENDED.includes(String(error.code))) {
      return 0;
    }
    throw error;
  }
}
const ENDED = ['ECONNRESET', 'EPIPE', 'HPE_HEADER_OVERFLOW'];

const post =
  (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  async (victim: Victim, cookie: string) => {
    const own = { cookie, origin: victim.url, 'content-type': 'application/json' };
    return await statusOf({ port: victim.port, method: 'POST', path, body, headers: { ...own, ...headers } });
  };
const get =
  (path: string, headers: Record<string, string> = {}) =>
  async (victim: Victim, cookie: string) =>
    await statusOf({ port: victim.port, path, headers: { cookie, ...headers } });

const PREVIEW = '/api/commands/preview-change';
const preview = (values: Record<string, unknown>) =>
  post(PREVIEW, JSON.stringify({ templateId: 'web-service', values: { ...webServiceValues('exhausted'), ...values } }));

/** Each level holds the one before nine times. */
const ALIASES = Array.from({ length: 12 }, (_, at) =>
  at === 0
    ? 'a0: &a0 [x, x, x]'
    : `a${at}: &a${at} [${Array(9)
        .fill(`*a${at - 1}`)
        .join(', ')}]`,
).join('\n');
const MERGES = Array.from(
  { length: 3000 },
  (_, at) => `m${at}: &m${at}\n  <<: *m${Math.max(0, at - 1)}\n  k${at}: 1`,
).join('\n');

function bodies(): Exhaustion[] {
  const tens = '1'.repeat(200_000);
  return [
    { name: 'brackets', send: post(PREVIEW, '['.repeat(200_000)) },
    { name: 'closed brackets', send: post(PREVIEW, `${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
    { name: 'deep objects', send: post(PREVIEW, `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`) },
    { name: 'a number of 200,000 digits', send: post(PREVIEW, tens) },
    { name: 'a number of a large power', send: post(PREVIEW, '{"templateId":"web-service","values":{"port":1e308}}') },
    {
      name: 'thousands of fields',
      send: preview(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`f${at}`, at]))),
    },
    {
      name: 'fields of the prototype',
      send: post(PREVIEW, `{"__proto__":{"a":1},"constructor":{"prototype":{}},"values":{"__proto__":1}}`),
    },
    { name: 'thousands of problems', send: preview({ environment: Array.from({ length: 12_000 }, () => ({ a: 1 })) }) },
    {
      name: 'a bomb of aliases in a field',
      send: preview({ description: ALIASES.slice(0, 190), environment: [{ name: 'A', value: ALIASES }] }),
    },
    {
      name: 'a bomb of merges in a field',
      send: preview({ environment: [{ name: 'A', value: MERGES.slice(0, 100_000) }] }),
    },
    { name: 'bait for the pattern of names', send: preview({ name: `${'a-'.repeat(50_000)}!` }) },
    {
      name: 'bait for the pattern of images',
      send: preview({ image: `${'a.'.repeat(50_000)}${'a/'.repeat(20_000)}!` }),
    },
    { name: 'bait for the pattern of hosts', send: preview({ host: `${'a.'.repeat(60_000)}!` }) },
    { name: 'bait for the pattern of amounts', send: preview({ cpuRequest: `${'9'.repeat(100_000)}x` }) },
    {
      name: 'half a character',
      send: post(
        PREVIEW,
        Buffer.concat([Buffer.from('{"templateId":"'), Buffer.alloc(100_000, 0xc3), Buffer.from('"}')]),
      ),
    },
    { name: 'nothing but escapes', send: post(PREVIEW, `{"templateId":"${'\\u0000'.repeat(30_000)}"}`) },
    {
      name: 'zeros, compressed',
      send: post(PREVIEW, gzipSync(Buffer.alloc(200 * MIB)), { 'content-encoding': 'gzip' }),
    },
    {
      name: 'zeros, deflated',
      send: post(PREVIEW, deflateSync(Buffer.alloc(50 * MIB)), { 'content-encoding': 'deflate' }),
    },
    {
      name: 'thousands of parts',
      send: post(PREVIEW, '--x\r\n\r\n\r\n'.repeat(20_000), { 'content-type': 'multipart/form-data; boundary=x' }),
    },
    {
      name: 'a form for a page',
      send: post('/waves', 'a=1&'.repeat(60_000), { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    {
      name: 'an action for a page',
      send: post('/', '["$K1"]'.repeat(30_000), { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain' }),
    },
  ];
}

function heads(): Exhaustion[] {
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-${at}`, '1']));
  const topics = (count: number, topic: string) =>
    Array.from({ length: count }, (_, at) => `topic=${topic}${at}`).join('&');
  return [
    { name: '10,000 headers', send: get('/', many(10_000)) },
    { name: 'headers just within the limit', send: get('/', many(1500)) },
    { name: 'one header of 64 KiB', send: get('/', { 'x-long': 'x'.repeat(65_536) }) },
    {
      name: 'thousands of cookies',
      send: (victim, cookie) => get('/', { cookie: `${'a=1;'.repeat(3000)}${cookie}` })(victim, ''),
    },
    { name: 'an address of 100 KB', send: get(`/${'x'.repeat(100_000)}`) },
    { name: 'an address of thousands of parts', send: get(`/${'a/'.repeat(6000)}`) },
    { name: 'thousands of words to look for', send: get(`/waves?q=${'a+'.repeat(6000)}`) },
    { name: 'thousands of equal parameters', send: get(`/waves?${'q=1&'.repeat(3500)}`) },
    { name: 'bait for a search', send: get(`/waves?q=${encodeURIComponent(`${'(a+)+'.repeat(40)}$`)}`) },
    { name: 'thousands of waves', send: get(`/waves?wave=${'1,'.repeat(6000)}`) },
    {
      name: 'a page of the audit log out of reach',
      send: get(`/api/views/audit?params=${encodeURIComponent('{"before":1e308}')}`),
    },
    { name: 'brackets in parameters', send: get(`/api/views/waves?params=${'['.repeat(14_000)}`) },
    {
      name: 'a deep tree of the router',
      send: get('/', { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B'.repeat(900) }),
    },
    {
      name: 'a thousand ranges',
      send: get('/icon.svg', { range: `bytes=${Array.from({ length: 1000 }, (_, at) => `${at}-`).join(',')}` }),
    },
    {
      name: 'thousands of languages',
      send: get('/', { 'accept-language': 'aa,'.repeat(4000), 'accept-encoding': 'gzip,'.repeat(500) }),
    },
    { name: 'thousands of topics', send: get(`/api/live?${topics(900, 'change/')}`) },
    { name: 'a long last event', send: get('/api/live?topic=sources', { 'last-event-id': '9'.repeat(14_000) }) },
  ];
}

/** What is sent by hand, because no client would. */
function connections(): Exhaustion[] {
  const head = (method: string, path: string, { url }: Victim, cookie: string, more: string) =>
    `${method} ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\norigin: ${url}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n${more}\r\n`;
  const send = async ({ port }: Victim, text: string, most = 0) =>
    (await sendEndlessly(port, text, most, PIECES.plain)).status;
  const talk = (build: (victim: Victim, cookie: string) => string) => (victim: Victim, cookie: string) =>
    send(victim, build(victim, cookie));
  const flood = (path: string) => (victim: Victim, cookie: string) =>
    send(victim, head('POST', path, victim, cookie, `content-length: ${1024 * MIB}\r\n`), 1024 * MIB);
  return [
    { name: 'a body of 1 GB for a command', send: flood(PREVIEW) },
    { name: 'a body of 1 GB for the webhook', send: flood('/api/webhooks/gitlab') },
    { name: 'a body of 1 GB for a page', send: flood('/waves') },
    { name: 'a body of 1 GB for nothing', send: flood('/api/nothing') },
    {
      name: 'two lengths',
      send: talk((victim, cookie) =>
        head('POST', PREVIEW, victim, cookie, 'content-length: 5\r\ntransfer-encoding: chunked\r\n'),
      ),
    },
    {
      name: 'a length below nothing',
      send: talk((victim, cookie) => head('POST', PREVIEW, victim, cookie, 'content-length: -1\r\n')),
    },
    { name: 'the preface of HTTP/2', send: talk(() => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') },
    { name: 'noise', send: talk(() => `${randomBytes(4096).toString('latin1')}\r\n\r\n`) },
    {
      name: 'a thousand requests at once',
      send: talk((victim) => `GET /healthz HTTP/1.1\r\nhost: ${new URL(victim.url).host}\r\n\r\n`.repeat(1000)),
    },
  ];
}

export const EXHAUSTIONS: readonly Exhaustion[] = [...bodies(), ...heads(), ...connections()];
