import type { OutgoingHttpHeaders } from 'node:http';

/** A request that another site, or a page opened from a file, could make a signed-in browser send. */
export type Forgery = {
  name: string;
  method?: string;
  /** Instead of the portal's own; null sends none. */
  origin?: string | null;
  /** Instead of JSON; null sends none. */
  type?: string | null;
  headers?: OutgoingHttpHeaders;
  /** The body as the type would have it. */
  encode?: (body: string) => string;
  query?: string;
};

/** Every way of not being the portal's own page. */
export function forgeriesAgainst(url: string): Forgery[] {
  return [...origins(url), ...contentTypes(), ...methods(url)];
}

function origins(url: string): Forgery[] {
  const { port } = new URL(url);
  const evil = 'https://evil.example';
  const each: Record<string, Partial<Forgery>> = {
    'no origin': { origin: null },
    'no origin, but a referrer': { origin: null, headers: { referer: `${url}/changes` } },
    'no origin, but the word of the browser': {
      origin: null,
      headers: { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' },
    },
    'an empty origin': { origin: '' },
    'the origin null': { origin: 'null' },
    'a foreign origin': { origin: evil },
    'a foreign origin with its own host': { origin: evil, headers: { host: 'evil.example' } },
    'a foreign origin, forwarded': {
      origin: evil,
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', forwarded: 'host=evil.example' },
    },
    'a name that was pointed here': {
      origin: `http://rebound.example:${port}`,
      headers: { host: `rebound.example:${port}` },
    },
    'a subdomain': { origin: `http://evil.localhost:${port}` },
    'a longer name': { origin: `http://localhost.evil.example:${port}` },
    'a name that ends alike': { origin: `http://evillocalhost:${port}` },
    'another port': { origin: `http://localhost:${Number(port) + 1}` },
    'no port': { origin: 'http://localhost' },
    'a longer port': { origin: `${url}0` },
    'another scheme': { origin: `https://localhost:${port}` },
    'the same machine by number': { origin: `http://127.0.0.1:${port}`, headers: { host: `127.0.0.1:${port}` } },
    'the name as a user': { origin: `http://localhost:${port}@evil.example` },
    'two origins, its own first': { origin: `${url}, ${evil}` },
    'two origins, its own last': { origin: `${evil} ${url}` },
    'its own with a path': { origin: `${url}/` },
    'an extension': { origin: 'chrome-extension://abcdefghijklmnopabcdefghijklmnop' },
    'a file': { origin: 'file://' },
  };
  return Object.entries(each).map(([name, forgery]) => ({ name, ...forgery }));
}

function contentTypes(): Forgery[] {
  const asForm = (body: string) => `${encodeURIComponent(body)}=`;
  const asParts = (body: string) => `--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n${body}\r\n--x--\r\n`;
  return [
    { name: 'no type', type: null },
    { name: 'plain text', type: 'text/plain' },
    { name: 'plain text that speaks of JSON', type: 'text/plain; charset=application/json' },
    { name: 'a form', type: 'application/x-www-form-urlencoded', encode: asForm },
    { name: 'a form whose body is JSON', type: 'application/x-www-form-urlencoded' },
    { name: 'a form in parts', type: 'multipart/form-data; boundary=x', encode: asParts },
    { name: 'a type that begins alike', type: 'application/jsonp' },
    { name: 'a type that ends alike', type: 'application/ld+json' },
    { name: 'two types', type: 'text/plain, application/json' },
    { name: 'a report of the browser', type: 'application/csp-report' },
  ];
}

function methods(url: string): Forgery[] {
  const override = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
  // A page of another site can make a browser GET with its cookies by a link alone.
  const byLink = { origin: null, type: null, headers: { referer: 'https://evil.example/' } };
  return [
    { name: 'GET', method: 'GET', ...byLink },
    { name: 'HEAD', method: 'HEAD', ...byLink },
    { name: 'GET that says POST', method: 'GET', headers: override },
    { name: 'GET that says POST in its query', method: 'GET', query: '_method=POST' },
    { name: 'a form that says PUT', headers: { 'x-http-method-override': 'PUT' }, type: 'text/plain' },
    { name: 'PUT', method: 'PUT' },
    { name: 'PATCH', method: 'PATCH' },
    { name: 'DELETE', method: 'DELETE' },
    {
      name: 'OPTIONS that asks for permission',
      method: 'OPTIONS',
      origin: 'https://evil.example',
      headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    },
    { name: 'a server action', type: 'text/plain', headers: { 'next-action': 'a'.repeat(42), referer: url } },
  ];
}
