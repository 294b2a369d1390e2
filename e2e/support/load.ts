import { Agent, request } from 'node:http';

/** What came of one request: its status, that nobody listens there, or how it was cut off. */
export type Outcome = { kind: 'answered'; status: number } | { kind: 'nobody' } | { kind: 'cut'; why: string };

/** Nothing on the portal takes so long; an answer that stays away counts as one that was cut off. */
const PATIENCE_MS = 15_000;

/** Asks for one page after the other until nobody listens any more. */
export async function loadUntilGone(base: string, paths: readonly string[], cookie: string, clients: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const outcomes: Outcome[] = [];
  const client = async (start: number) => {
    for (let count = start; outcomes.at(-1)?.kind !== 'nobody'; count += 1) {
      outcomes.push(await ask(new URL(paths[count % paths.length] ?? '/', base), cookie, agent));
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  agent.destroy();
  return outcomes;
}

/** Opens a live stream, once its first bytes are here; `ended` tells what came of it. */
export async function openStream(base: string, cookie: string): Promise<{ ended: Promise<Outcome> }> {
  let began = () => {};
  const begun = new Promise<void>((resolve) => {
    began = resolve;
  });
  const ended = ask(new URL('/api/live?topic=changes', base), cookie, new Agent(), began);
  await Promise.race([begun, ended]);
  return { ended };
}

function ask(url: URL, cookie: string, agent: Agent, hear = () => {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const cut = (why: string) => resolve({ kind: 'cut', why: `${url.pathname}: ${why}` });
    const asked = request(url, { agent, headers: { cookie }, timeout: PATIENCE_MS }, (answer) => {
      answer.on('data', hear);
      answer.on('end', () => resolve({ kind: 'answered', status: answer.statusCode ?? 0 }));
      answer.on('error', (error) => cut(`in the answer, ${error.message}`));
      answer.on('close', () => cut('in the answer'));
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' ? resolve({ kind: 'nobody' }) : cut(error.code ?? error.message),
    );
    asked.on('timeout', () => {
      cut('silence');
      asked.destroy();
    });
    asked.end();
  });
}
