import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { cookiesOf, type Person } from './sign-in.ts';

/** What came of one request: a status, that nobody listens there, or how it was cut off. */
export type Outcome = { kind: 'answered'; status: number } | { kind: 'nobody' } | { kind: 'cut'; why: string };

export function cookieHeader(person: Person): string {
  const { cookies } = JSON.parse(readFileSync(cookiesOf(person), 'utf8')) as {
    cookies: { name: string; value: string }[];
  };
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

function ask(url: URL, agent: Agent, cookie: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const cut = (error: NodeJS.ErrnoException) => resolve({ kind: 'cut', why: `${url.pathname}: ${error.code}` });
    const asked = request(url, { agent, headers: { cookie } }, (answer) => {
      answer.on('error', cut);
      answer.resume().on('end', () => resolve({ kind: 'answered', status: answer.statusCode ?? 0 }));
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? resolve({ kind: 'nobody' }) : cut(error),
    );
    asked.end();
  });
}

/** Clients that ask for one page after the other, over connections that they keep, until nobody listens any more. */
export async function loadUntilGone(base: string, paths: readonly string[], cookie: string, clients: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const outcomes: Outcome[] = [];
  const client = async (start: number) => {
    for (let count = start; ; count += 1) {
      const outcome = await ask(new URL(paths[count % paths.length] ?? '/', base), agent, cookie);
      outcomes.push(outcome);
      if (outcome.kind === 'nobody') {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  agent.destroy();
  return outcomes;
}

/** A live stream, and how it ended: told so, or cut. */
export function openStream(base: string, cookie: string): Promise<{ ended: Promise<'ended' | 'cut'>; text(): string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL('/api/live?topic=changes', base),
      { headers: { cookie } },
      (answer: IncomingMessage) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString('utf8');
        });
        const ended = new Promise<'ended' | 'cut'>((done) => {
          answer.on('end', () => done('ended'));
          answer.on('error', () => done('cut'));
        });
        resolve({ ended, text: () => text });
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
