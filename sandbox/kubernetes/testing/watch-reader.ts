import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { KubeObject } from '../object.ts';
import { ADMIN } from './kubernetes-rig.ts';

export type WatchLine = { type: string; object: KubeObject & { code?: number; reason?: string } };

/** A watch as a test reads it, line by line, over a connection of its own. */
export type WatchReader = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Everything that came, lines that are no JSON among them. */
  readonly raw: string[];
  readonly lines: WatchLine[];
  readonly isEnded: boolean;
  /** Waits until so many lines have come; fails after `withinMs`. */
  count(lines: number, withinMs?: number): Promise<WatchLine[]>;
  /** Waits until the server has ended or cut it. */
  ended(withinMs?: number): Promise<void>;
  /** Cuts the connection, in the middle of a line if need be. */
  cut(): void;
  /** Stops or goes on taking bytes from the connection. */
  pause(): void;
  resume(): void;
};

export async function openWatch(url: string, path: string, token: string = ADMIN): Promise<WatchReader> {
  const outgoing = request(`${url}${path}`, { agent: false, headers: { authorization: `Bearer ${token}` } });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  outgoing.on('error', () => undefined);
  return readerOf(response);
}

function readerOf(response: IncomingMessage): WatchReader {
  const raw: string[] = [];
  let rest = '';
  let isEnded = false;
  const listeners = new Set<() => void>();
  const changed = () => {
    for (const listener of [...listeners]) {
      listener();
    }
  };
  const end = () => {
    isEnded = true;
    changed();
  };
  response.setEncoding('utf8');
  response.on('data', (text: string) => {
    const pieces = (rest + text).split('\n');
    rest = pieces.pop() ?? '';
    raw.push(...pieces);
    changed();
  });
  // A cut connection is an end like any other to these tests.
  response.on('error', end);
  response.on('close', end);

  const until = (condition: () => boolean, withinMs: number, what: () => string) =>
    new Promise<void>((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer);
        listeners.delete(check);
        finish();
      };
      const timer = setTimeout(() => settle(() => reject(new Error(what()))), withinMs);
      const check = () => (condition() ? settle(resolve) : undefined);
      listeners.add(check);
      check();
    });
  const parsed = () => raw.map((line) => JSON.parse(line) as WatchLine);

  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    raw,
    get lines() {
      return parsed();
    },
    get isEnded() {
      return isEnded;
    },
    count: async (lines, withinMs = 5000) => {
      await until(
        () => raw.length >= lines,
        withinMs,
        () => `${raw.length} of ${lines} lines came`,
      );
      return parsed();
    },
    ended: (withinMs = 5000) =>
      until(
        () => isEnded,
        withinMs,
        () => 'the watch is still open',
      ),
    cut: () => response.destroy(),
    pause: () => response.pause(),
    resume: () => response.resume(),
  };
}
