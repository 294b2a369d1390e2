import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createTurns } from './one-by-one.ts';

let server: Listening;
/** The answers that were begun, in order; each ends when the test says so. */
let begun: { url: string; response: ServerResponse }[];
let hear: () => void;
let socket: Socket;

beforeEach(async () => {
  begun = [];
  const inTurn = createTurns();
  const listener = createServer((request, response) =>
    inTurn(request, response, () => {
      begun.push({ url: request.url ?? '', response });
      hear();
    }),
  );
  server = await listen(listener);
  socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
});
afterEach(() => {
  socket.destroy();
  server.close();
});

const ask = (count: number) =>
  socket.write(Array.from({ length: count }, (_, index) => `GET /${index} HTTP/1.1\r\nhost: x\r\n\r\n`).join(''));

function nextBegun(): Promise<void> {
  return new Promise((resolve) => {
    hear = resolve;
  });
}

it('takes up the requests of a connection one after the other, and answers in order', async () => {
  const told: string[] = [];
  let next = nextBegun();
  ask(4);
  for (let count = 1; count <= 4; count += 1) {
    await next;
    expect(begun).toHaveLength(count);
    next = nextBegun();
    begun.at(-1)?.response.end(`answer ${count}`);
    told.push(String(await once(socket, 'data')));
  }
  expect(told.map((answer) => /answer \d/.exec(answer)?.[0])).toEqual([1, 2, 3, 4].map((count) => `answer ${count}`));
  expect(begun.map(({ url }) => url)).toEqual(['/0', '/1', '/2', '/3']);
});

it('lets nobody wait for another connection', async () => {
  let next = nextBegun();
  ask(3);
  await next;
  next = nextBegun();
  const other = once(get(`${server.url}/other`), 'response');
  await next;
  begun.at(-1)?.response.end('there');
  const [answer] = await other;
  expect([await text(answer), begun.map(({ url }) => url)]).toEqual(['there', ['/0', '/other']]);
});

it('takes up nothing more for a connection that is gone', async () => {
  const next = nextBegun();
  ask(3);
  await next;
  hear = () => undefined;
  const gone = once(begun[0]?.response as ServerResponse, 'close');
  socket.destroy();
  await gone;
  await setImmediate();
  await setImmediate();
  expect(begun.map(({ url }) => url)).toEqual(['/0']);
});

it('ends a connection with more requests than can be meant, and takes up none of those that waited', async () => {
  hear = () => undefined;
  const ended = once(socket, 'close');
  socket.on('error', () => undefined);
  ask(1000);
  await ended;
  expect(begun.map(({ url }) => url)).toEqual(['/0']);
  const [answer] = await Promise.all([once(get(`${server.url}/after`), 'response'), nextBegun().then(answerLast)]);
  expect(answer[0].statusCode).toBe(200);
});

function answerLast(): void {
  begun.at(-1)?.response.end();
}
