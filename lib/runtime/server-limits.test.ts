import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { limitServers } from './server-limits.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
  }
});

it('shortens the time that a request may take to come, from the first connection on', async () => {
  const server = createServer();
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  expect([server.headersTimeout, server.requestTimeout]).toEqual([60_000, 300_000]);
  limitServers();
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(server, 'connection');
  expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 60_000]);
  socket.destroy();
});
