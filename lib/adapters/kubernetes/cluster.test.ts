import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { listen } from '#lib/testing/net/listen.ts';
import { createSelfSigned } from '#sandbox/http/self-signed.ts';
import type { AccessOptions } from './access/access.ts';
import { createCluster } from './cluster.ts';
import { createFastClock } from './testing/fast-clock.ts';

type Handle = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

async function serve(handle: Handle, tls?: { key: string; cert: string }): Promise<string> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    request.on('end', () => handle(request, response, body));
  };
  const { url, close } = await listen(tls === undefined ? createServer(listener) : createTlsServer(tls, listener));
  closing.push(close);
  return url;
}

function clusterAt(kubeconfig: AccessOptions) {
  const cluster = createCluster({
    id: 'lab',
    label: 'Lab',
    kubeconfig,
    clock: createFastClock(15),
    random: Math.random,
  });
  closing.push(() => cluster.close());
  return cluster;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('get', () => {
  it('gives the parsed answer, from below the path of the server', async () => {
    const asked: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      asked.push(request.url);
      response.end('{"gitVersion":"v1.35.0"}');
    });
    const cluster = clusterAt({ server: `${server}/k8s/clusters/c-1/` });
    expect(await cluster.get('/version')).toEqual({ gitVersion: 'v1.35.0' });
    expect(asked).toEqual(['/k8s/clusters/c-1/version']);
  });

  it.each<[string, Handle, object]>([
    ['401', (_, response) => response.writeHead(401).end('{"message":"Unauthorized"}'), { kind: 'auth', status: 401 }],
    [
      '403',
      (_, response) => response.writeHead(403).end('{"kind":"Status","message":"no\\n  way"}'),
      { kind: 'forbidden', message: 'lab: get /version: no way' },
    ],
    [
      '404',
      (_, response) => response.writeHead(404).end('404 page not found'),
      { kind: 'not-found', message: 'lab: get /version: it answered 404 without saying why' },
    ],
    ['409', (_, response) => response.writeHead(409).end('{}'), { kind: 'conflict' }],
    ['422', (_, response) => response.writeHead(422).end('{}'), { kind: 'invalid' }],
    [
      '429',
      (_, response) => response.writeHead(429, { 'retry-after': '3' }).end(''),
      { kind: 'rate-limited', retryAfterSeconds: 3 },
    ],
    [
      '500',
      (_, response) => response.writeHead(500).end('{"kind":"Status","reason":"InternalError"}'),
      { kind: 'unavailable', message: 'lab: get /version: InternalError' },
    ],
    [
      '503',
      (_, response) => response.writeHead(503, { 'retry-after': 'later' }).end(''),
      { kind: 'unavailable', retryAfterSeconds: undefined },
    ],
    ['504', (_, response) => response.writeHead(504).end(''), { kind: 'timeout' }],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1' }).end(),
      { kind: 'invalid-response', status: 302 },
    ],
    [
      'no JSON',
      (_, response) => response.end('<html>canary'),
      { kind: 'invalid-response', message: 'lab: get /version: its answer is not JSON' },
    ],
    [
      'half an answer',
      (_, response) => response.write('{"a":', () => response.socket?.resetAndDestroy()),
      { kind: 'unavailable' },
    ],
    [
      'a reset',
      (request) => request.socket.resetAndDestroy(),
      { kind: 'unavailable', message: 'lab: get /version: the connection was reset' },
    ],
    ['no answer', () => undefined, { kind: 'timeout', message: 'lab: get /version: it did not answer within 10 s' }],
    [
      'an answer that stalls',
      (_, response) => response.write('{"a":'),
      { kind: 'timeout', message: 'lab: get /version: nothing came for 10 s' },
    ],
    [
      'an error that stalls',
      (_, response) => response.writeHead(500).write('{"a":'),
      { kind: 'unavailable', status: 500 },
    ],
    [
      'a message of a megabyte',
      (_, response) => response.writeHead(500).end(JSON.stringify({ message: 'x'.repeat(1e6) })),
      { kind: 'unavailable' },
    ],
  ])('turns %s into an error of its kind', async (_, handle, expected) => {
    const error = await failure(clusterAt({ server: await serve(handle), token: 'canary' }).get('/version'));
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject(expected);
    expect(String(error).length).toBeLessThan(400);
    expect(JSON.stringify(error) + String(error) + String((error as Error).cause)).not.toContain('canary');
  });

  it('sends a request once more when the server has closed the connection kept for it', async () => {
    let answered = 0;
    const server = await serve((request, response) => {
      answered += 1;
      const { socket } = request;
      response.end('{}', () => setTimeout(() => socket.destroy(), 1));
    });
    const cluster = clusterAt({ server });
    for (let round = 0; round < 20; round += 1) {
      expect(await cluster.get('/version')).toEqual({});
    }
    expect(answered).toBeGreaterThanOrEqual(20);
  });

  it('asks for nothing while it was told to wait, and says for how long', async () => {
    let asked = 0;
    const server = await serve((_, response) => {
      asked += 1;
      response.writeHead(429, { 'retry-after': '60' }).end();
    });
    const cluster = clusterAt({ server });
    await failure(cluster.get('/version'));
    const error = await failure(cluster.get('/api'));
    expect(error).toMatchObject({ kind: 'rate-limited' });
    expect((error as ExternalError).retryAfterSeconds).toBeGreaterThan(50);
    expect(asked).toBe(1);
  });

  it('ends with the signal of the caller', async () => {
    const reason = new Error('nobody waits');
    const controller = new AbortController();
    // It never answers; by then the request is on its way.
    const server = await serve(() => controller.abort(reason));
    const error = await failure(clusterAt({ server }).get('/version', AbortSignal.abort(reason)));
    expect(error).toBe(reason);
    expect(await failure(clusterAt({ server }).get('/version', controller.signal))).toBe(reason);
  });

  it.each(['/api/v1/secrets', '/api/v1/namespaces/a/pods/b/exec?command=sh', '/../x', 'http://evil/'])(
    'refuses %s',
    async (path) => {
      let asked = 0;
      const server = await serve((_, response) => {
        asked += 1;
        response.end('{}');
      });
      expect(await failure(clusterAt({ server }).get(path))).toBeInstanceOf(PortalError);
      expect(asked).toBe(0);
    },
  );
});

describe('may', () => {
  it('asks the API server itself', async () => {
    const bodies: unknown[] = [];
    const server = await serve((request, response, body) => {
      bodies.push([request.method, request.url, JSON.parse(body)]);
      response.writeHead(201).end(JSON.stringify({ status: { allowed: bodies.length === 1 } }));
    });
    const cluster = clusterAt({ server });
    expect(await cluster.may({ verb: 'create', group: 'apps', resource: 'deployments', namespace: 'a' })).toBe(true);
    expect(await cluster.may({ verb: 'list', group: '', resource: 'pods' })).toBe(false);
    expect(bodies[0]).toEqual([
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { verb: 'create', group: 'apps', resource: 'deployments', namespace: 'a' } },
      },
    ]);
  });

  it('takes an answer that makes no sense for a no', async () => {
    const server = await serve((_, response) => response.end('{"status":{"allowed":"yes"}}'));
    expect(await clusterAt({ server }).may({ verb: 'list', group: '', resource: 'pods' })).toBe(false);
  });
});

describe('whoAmI', () => {
  it('asks the API server, and does not guess where that is too old to say', async () => {
    const asked: unknown[] = [];
    const server = await serve((request, response) => {
      asked.push([request.method, request.url]);
      const body = { status: { userInfo: { username: 'system:serviceaccount:portolan:portolan' } } };
      response.writeHead(asked.length === 1 ? 201 : 404).end(JSON.stringify(body));
    });
    const cluster = clusterAt({ server });
    expect(await cluster.whoAmI()).toBe('system:serviceaccount:portolan:portolan');
    expect(await cluster.whoAmI()).toBeNull();
    expect(asked[0]).toEqual(['POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews']);
  });
});

describe('TLS', () => {
  it('is checked against the authority given, and not without', async () => {
    const tls = createSelfSigned('lab');
    const server = await serve((_, response) => response.end('{}'), tls);
    expect(await clusterAt({ server, caData: tls.cert }).get('/version')).toEqual({});
    expect(await clusterAt({ server, insecure: true }).get('/version')).toEqual({});
    expect(await failure(clusterAt({ server }).get('/version'))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('its certificate is self-signed and not trusted'),
    });
  });
});
