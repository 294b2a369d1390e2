import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { expect, it } from 'vitest';
import { resetConnection } from './reset-connection.ts';
import { route } from './router.ts';
import { createSelfSigned } from './self-signed.ts';
import { startHttpServer } from './server.ts';

it.each([['http'], ['https']])('a client sees a reset over %s, and the server goes on', async (scheme) => {
  const server = await startHttpServer({
    port: 0,
    ...(scheme === 'https' ? { tls: createSelfSigned('sandbox') } : {}),
    routes: [
      route('GET', '/reset', ({ request }) => {
        resetConnection(request.socket);
        return undefined;
      }),
      route('GET', '/', () => ({ body: 'here' })),
    ],
    notFound: () => ({ status: 404 }),
    onError: (error) => ({ status: 500, body: String(error) }),
  });
  const get = (path: string) =>
    new Promise((resolve) => {
      const send = scheme === 'https' ? httpsRequest : httpRequest;
      send(`${server.url}${path}`, { rejectUnauthorized: false }, ({ statusCode }) => resolve(statusCode))
        .on('error', ({ code }: NodeJS.ErrnoException) => resolve(code))
        .end();
    });
  expect(await get('/reset')).toBe('ECONNRESET');
  expect(await get('/')).toBe(200);
  await server.close();
});
