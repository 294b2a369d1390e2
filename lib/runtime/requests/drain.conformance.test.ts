import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { listen } from '#lib/testing/net/listen.ts';
import { createDrain } from './drain.ts';
import { openFrontDoor } from './front-door.ts';

/** A request over connections that are kept; gives what came of it. */
function ask(port: number, agent: Agent): Promise<'answered' | 'nobody there' | string> {
  return new Promise((resolve) => {
    const asked = request({ port, agent, path: '/' }, (answer) => {
      answer.on('error', (error) => resolve(`cut off: ${error.message}`));
      answer.resume().on('end', () => resolve(answer.statusCode === 200 ? 'answered' : `${answer.statusCode}`));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' ? 'nobody there' : `failed: ${error.code}`);
    });
    asked.end();
  });
}

it('answers everybody until the door is closed, ends streams in order and cuts nobody off', async () => {
  let inFlight = 0;
  const streams: ServerResponse[] = [];
  const server = createServer((asked: IncomingMessage, answer) => {
    inFlight += 1;
    answer.on('close', () => (inFlight -= 1));
    if (asked.url === '/stream') {
      answer.write('retry: 1000\n\n');
      streams.push(answer);
    } else {
      setTimeout(() => answer.end('done'), 15);
    }
  });
  const { port } = await listen(server);
  const door = openFrontDoor();
  const drain = createDrain(door, createSystemClock(), () => inFlight);

  const agent = new Agent({ keepAlive: true });
  const outcomes: string[] = [];
  const clients = Array.from({ length: 10 }, async () => {
    for (let outcome = ''; outcome !== 'nobody there'; ) {
      outcome = await ask(port, agent);
      outcomes.push(outcome);
    }
  });
  const stream = request({ port, path: '/stream' });
  stream.end();
  const [opened] = (await once(stream, 'response')) as [IncomingMessage];
  const streamEnded = once(opened.resume(), 'end');
  await sleep(100);
  const before = outcomes.length;
  await drain.run(() => streams.forEach((each) => void each.end()));
  await Promise.all([...clients, streamEnded]);
  door.close();
  expect(before).toBeGreaterThan(10);
  expect(outcomes.length).toBeGreaterThan(before + 10);
  expect([...new Set(outcomes)].toSorted()).toEqual(['answered', 'nobody there']);
  expect(inFlight).toBe(0);
  agent.destroy();
});
