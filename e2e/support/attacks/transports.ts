import type { OutgoingHttpHeaders } from 'node:http';

/** A way of asking for an address that may get around what guards it. */
export type Transport = {
  name: string;
  method?: string;
  /** Next cannot make a request of it, and says so with 500 before anything of the portal runs. */
  isUnreadable?: true;
  path?: (path: string) => string;
  headers?: OutgoingHttpHeaders | ((path: string) => OutgoingHttpHeaders);
};

const suffixed = (suffix: string) => (path: string) => `${path === '/' ? '/index' : path}${suffix}`;
const ending = (suffix: string) => (path: string) => `${path}${suffix}`;
const before = (prefix: string) => (path: string) => `${prefix}${path}`;

/** The first letter of the last part, in the other spelling. */
const encodeOne = (path: string) =>
  path.replace(/\/([^/])([^/]*)$/, (_all, first: string, rest: string) => {
    return `/%${first.charCodeAt(0).toString(16).padStart(2, '0')}${rest}`;
  });

/** The state that the router sends along: what it has already, and that the rest is wanted. */
function treeOf(path: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const leaf = ['__PAGE__', {}, null, 'refetch'];
  const tree = ['(portal)', ...parts].reduceRight<unknown>((inner, part) => [part, { children: inner }], leaf);
  return encodeURIComponent(JSON.stringify(['', { children: tree }, null, null, true]));
}

const rsc = (headers: OutgoingHttpHeaders = {}) => ({ rsc: '1', ...headers });

function headerTransports(): Transport[] {
  const each: Record<string, OutgoingHttpHeaders> = {
    'the proxy names itself': { 'x-middleware-subrequest': 'proxy' },
    'the proxy names itself five times': { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
    'the middleware names itself': {
      'x-middleware-subrequest': 'src/middleware:middleware:middleware:middleware:middleware:middleware',
    },
    'a prefetch for the middleware': { 'x-middleware-prefetch': '1' },
    'the middleware said next': { 'x-middleware-next': '1', 'x-middleware-override-headers': 'cookie' },
    'the middleware rewrote': { 'x-middleware-rewrite': '/sign-in', 'x-nextjs-rewritten-path': '/sign-in' },
    'a data request': { 'x-nextjs-data': '1' },
    'a matched path': { 'x-matched-path': '/sign-in', 'x-now-route-matches': '1' },
    'an invoked path': { 'x-invoke-path': '/sign-in', 'x-invoke-output': '/sign-in', 'x-invoke-status': '200' },
    'an original address': { 'x-original-url': '/sign-in', 'x-rewrite-url': '/sign-in', 'x-forwarded-uri': '/sign-in' },
    'from this machine': { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', 'x-forwarded-proto': 'https' },
    'another host': { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    'a preview': { cookie: '__prerender_bypass=x; __next_preview_data=x', 'x-prerender-revalidate': 'x' },
    'a resumed render': { 'next-resume': '1', 'x-nextjs-postponed': '1', 'x-nextjs-resume-data-cache': 'x' },
    'a bearer of nothing': { authorization: 'Bearer ' },
    'a bearer of null': { authorization: 'Bearer null' },
    'a name and password': { authorization: `Basic ${Buffer.from('ada:sandbox').toString('base64')}` },
    'a user in a header': {
      'x-forwarded-user': 'ada',
      'x-remote-user': 'ada',
      'x-forwarded-groups': 'platform/admins',
    },
    'another language': { 'accept-language': 'xx', 'x-nextjs-locale': 'xx' },
    'a robot': { 'user-agent': 'Googlebot/2.1 Mediapartners-Google' },
  };
  return Object.entries(each).map(([name, headers]) => ({ name, headers }));
}

function routerTransports(): Transport[] {
  return [
    { name: 'payload by suffix', path: suffixed('.rsc') },
    { name: 'payload by suffix and header', path: suffixed('.rsc'), headers: rsc() },
    { name: 'payload by query', path: ending('?_rsc=1abcd') },
    { name: 'payload by header', headers: rsc() },
    { name: 'payload by header and query', path: ending('?_rsc=1abcd'), headers: rsc() },
    { name: 'payload of the leaf', headers: (path) => rsc({ 'next-router-state-tree': treeOf(path) }) },
    { name: 'a broken tree', headers: rsc({ 'next-router-state-tree': '%5B' }) },
    { name: 'prefetch', headers: rsc({ 'next-router-prefetch': '1' }) },
    { name: 'prefetch of everything', headers: rsc({ 'next-router-prefetch': '2' }) },
    { name: 'prefetch by purpose', headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch' } },
    ...['/_tree', '/_head', '/_full', '/_index', '/__PAGE__', '/!KHBvcnRhbCk/__PAGE__'].map((segment) => ({
      name: `prefetch of the segment ${segment}`,
      headers: rsc({ 'next-router-prefetch': '1', 'next-router-segment-prefetch': segment }),
    })),
    ...['/_tree', '/__PAGE__', '/_full'].map((segment) => ({
      name: `the segment file ${segment}`,
      path: suffixed(`.segments${segment}.segment.rsc`),
    })),
    { name: 'refresh of a page one was on', headers: (path) => rsc({ 'next-url': path, 'next-hmr-refresh': '1' }) },
  ];
}

function spellings(buildId: string): Transport[] {
  return [
    { name: 'data address', path: (path) => `/_next/data/${buildId}${suffixed('.json')(path)}` },
    { name: 'data address of a payload', path: (path) => `/_next/data/${buildId}${suffixed('.rsc')(path)}` },
    {
      name: 'data address with its header',
      path: (path) => `/_next/data/${buildId}${suffixed('.json')(path)}`,
      headers: { 'x-nextjs-data': '1' },
    },
    { name: 'static address', path: before('/_next/static/..') },
    { name: 'static address, encoded', path: before('/_next/static/%2e%2e/%2e%2e') },
    { name: 'api address', path: before('/api/..') },
    { name: 'health address, encoded', path: before('/healthz%2f..') },
    { name: 'capitals', path: (path) => path.toUpperCase() },
    { name: 'one encoded letter', path: encodeOne },
    { name: 'one letter encoded twice', path: (path) => encodeOne(path).replace('%', '%25') },
    { name: 'slash at the end', path: ending('/') },
    { name: 'two slashes', path: (path) => path.replace('/', '//') },
    { name: 'slashes throughout', path: (path) => path.replaceAll('/', '//') },
    { name: 'a dot', path: before('/.') },
    { name: 'an encoded dot', path: before('/%2e') },
    { name: 'up and down', path: before('/sign-in/..') },
    { name: 'up and down, encoded', path: before('/sign-in/%2e%2e') },
    { name: 'up and down, encoded slash', path: before('/sign-in%2f..') },
    { name: 'encoded slash at the end', path: ending('%2f') },
    { name: 'backslash', path: (path) => path.replaceAll('/', '\\') },
    { name: 'encoded backslash', path: ending('%5c') },
    { name: 'no byte', path: ending('%00') },
    { name: 'a matrix parameter', path: ending(';jsessionid=1') },
    { name: 'an encoded matrix parameter', path: ending('%3bx=1') },
    { name: 'a fragment', path: ending('#/sign-in') },
    { name: 'an encoded question', path: ending('%3f/sign-in') },
    { name: 'a space', path: ending('%20') },
    { name: 'another kind of file', path: suffixed('.html') },
    { name: 'whole address', path: (path) => `http://localhost${path}` },
    { name: 'overlong encoding', path: before('/%c0%ae'), isUnreadable: true },
    {
      name: 'parameters of another route',
      path: ending('?nxtPnamespace=argocd&nxtPname=dev-platform&nxtPid=1&nxtPview=overview&nxtPpath=audit'),
    },
  ];
}

function methods(): Transport[] {
  const override = { 'x-http-method-override': 'GET', 'x-http-method': 'GET', 'x-method-override': 'GET' };
  return [
    { name: 'POST that says GET', method: 'POST', headers: override },
    { name: 'POST that says GET in its query', method: 'POST', path: ending('?_method=GET') },
    { name: 'server action', method: 'POST', headers: { 'next-action': 'a'.repeat(42), 'content-type': 'text/plain' } },
    {
      name: 'server action by form',
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'next-action': '0'.repeat(40) },
    },
    { name: 'invented method', method: 'PROPFIND' },
    { name: 'trace', method: 'TRACE', isUnreadable: true },
  ];
}

/** All of them but the plain one. */
export function transportsOf(buildId: string): Transport[] {
  return [...routerTransports(), ...headerTransports(), ...spellings(buildId), ...methods()];
}
