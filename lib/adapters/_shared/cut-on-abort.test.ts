import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { cutOnAbort } from './cut-on-abort.ts';

let agent: Agent;
let server: Listening;
let answerWith: (response: ServerResponse) => void;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);

beforeEach(async () => {
  uncaught.length = 0;
  process.on('uncaughtException', note);
  agent = new Agent({ keepAlive: true });
  server = await listen(createServer((_, response) => answerWith(response)));
});
afterEach(() => {
  process.off('uncaughtException', note);
  agent.destroy();
  server.close();
});

/** Asks, and gives up with `reason` in the moment that the first piece of the answer is read. */
async function giveUpAtTheFirstPiece(reason: Error): Promise<void> {
  const giving = new AbortController();
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(server.url, { agent }, resolve).on('error', reject);
    cutOnAbort(outgoing, giving.signal);
    outgoing.end();
  });
  for await (const piece of answer) {
    expect(String(piece)).not.toBe('');
    giving.abort(reason);
  }
}

it('says why to who reads, and cuts what is still to come', async () => {
  const closed = new Promise<void>((resolve) => {
    answerWith = (response) => {
      response.write('first');
      response.once('close', resolve);
    };
  });
  const reason = new Error('given up');
  await expect(giveUpAtTheFirstPiece(reason)).rejects.toBe(reason);
  await closed;
});

it('says why to who waits for an answer', async () => {
  answerWith = () => undefined;
  const reason = new Error('given up');
  const giving = new AbortController();
  const outgoing = request(server.url, { agent });
  cutOnAbort(outgoing, giving.signal);
  const failed = new Promise((resolve) => outgoing.on('error', resolve));
  outgoing.end();
  giving.abort(reason);
  expect(await failed).toBe(reason);
});

it('is noticed by nobody else when the whole answer is there already', async () => {
  answerWith = (response) => {
    response.write('first');
    response.end('last');
  };
  for (let index = 0; index < 20; index += 1) {
    const reason = new Error(`given up ${index}`);
    await giveUpAtTheFirstPiece(reason).catch((error: unknown) => expect(error).toBe(reason));
    // The error of a connection comes after it was closed.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(uncaught).toEqual([]);
});
