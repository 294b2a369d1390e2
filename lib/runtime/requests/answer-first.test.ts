import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { answerFirst } from './answer-first.ts';

let server: Server | undefined;
let stop = () => {};
afterEach(() => {
  stop();
  server?.close();
});

async function start(): Promise<string> {
  server = createServer((_, response) => response.end('next'));
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const take = (request: IncomingMessage, response: ServerResponse) => {
  const isOurs = request.url === '/ours';
  if (isOurs) {
    response.end('ours');
  }
  return isOurs;
};

it('answers before a server that was there already, from its first request on, and leaves the rest to it', async () => {
  const url = await start();
  ({ stop } = answerFirst(take));
  const read = async (path: string) => await (await fetch(url + path)).text();
  expect(await read('/ours')).toBe('ours');
  expect(await read('/theirs')).toBe('next');
  expect(await read('/ours')).toBe('ours');
  expect(server?.listenerCount('request')).toBe(1);
});
