import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { type Answerer, type FrontDoor, openFrontDoor } from './front-door.ts';

let next: Listening;
let door: FrontDoor;
beforeEach(async () => {
  next = await listen(createServer((_, response) => response.end('next')));
});
afterEach(() => {
  door.close();
  next.close();
});

async function read(path: string, agent?: Agent): Promise<string> {
  const [answer] = await once(get(next.url + path, { agent }), 'response');
  let text = '';
  for await (const piece of answer) {
    text += String(piece);
  }
  return text;
}

const take =
  (url: string): Answerer =>
  (request, response) => {
    const isMine = request.url?.startsWith(url) ?? false;
    if (isMine) {
      response.end(url);
    }
    return isMine;
  };

it('answers before a server that was there already, from its first request on, and leaves the rest to it', async () => {
  door = openFrontDoor();
  const heard: (string | undefined)[] = [];
  door.hear(({ url }) => heard.push(url));
  door.answer(take('/ours'));
  expect(await read('/ours')).toBe('/ours');
  expect(await read('/theirs')).toBe('next');
  expect(await read('/ours/too')).toBe('/ours');
  // Who comes later is asked later.
  door.answer(take('/'));
  expect([await read('/theirs'), await read('/ours')]).toEqual(['/', '/ours']);
  expect(heard).toEqual(['/ours', '/theirs', '/ours/too', '/theirs', '/ours']);
  expect(next.server.listenerCount('request')).toBe(1);
});

it('meets a server by a request over a connection that was there before', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await read('/ours', agent)).toBe('next');
  door = openFrontDoor();
  door.answer(take('/ours'));
  expect(await read('/ours', agent)).toBe('/ours');
  agent.destroy();
});

it('shortens the time that a request may take to come, from the first connection on', async () => {
  const { server, port } = next;
  door = openFrontDoor();
  expect([server.headersTimeout, server.requestTimeout]).toEqual([60_000, 300_000]);
  const socket = connect(port, '127.0.0.1');
  await once(server, 'connection');
  expect([server.headersTimeout, server.requestTimeout]).toEqual([15_000, 60_000]);
  expect([...door.servers]).toEqual([server]);
  socket.destroy();
});

it('leaves the server as it was', async () => {
  door = openFrontDoor();
  door.answer(take('/'));
  expect(await read('/')).toBe('/');
  door.close();
  expect(await read('/')).toBe('next');
});
