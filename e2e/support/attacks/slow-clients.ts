import { connect, type Socket } from 'node:net';
import type { Victim } from './exhaustion.ts';

export type SlowClients = {
  /** What the portal said to each; '' to those that still wait. */
  answers(): string[];
  /** Resolves when the portal has ended all of them. */
  ended: Promise<void>;
  end(): void;
};

/** Connections that never finish what they say, and say a little more every second. */
export function startSlowClients({ port, url }: Victim, cookie: string, count: number): SlowClients {
  const { host } = new URL(url);
  const head = `POST /api/commands/preview-change HTTP/1.1\r\nhost: ${host}\r\norigin: ${url}\r\n`;
  const full = `${head}cookie: ${cookie}\r\ncontent-type: application/json\r\n`;
  const openings = [
    { opening: head, drop: 'x-a: 1\r\n' },
    { opening: `${full}content-length: 100000\r\n\r\n{`, drop: ' ' },
    { opening: `${full}transfer-encoding: chunked\r\n\r\nffffffffffff\r\n`, drop: ' ' },
    { opening: `POST /waves HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 100000\r\n\r\n`, drop: ' ' },
  ];
  const clients = Array.from({ length: count }, (_, at) => {
    const { opening, drop } = openings[at % openings.length] ?? { opening: head, drop: '' };
    return startSlowClient(port, opening, drop);
  });
  return {
    answers: () => clients.map(({ answer }) => answer()),
    ended: Promise.all(clients.map(({ ended }) => ended)).then(() => undefined),
    end() {
      for (const { socket } of clients) {
        socket.destroy();
      }
    },
  };
}

function startSlowClient(port: number, opening: string, drop: string) {
  const socket: Socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString('latin1');
  });
  socket.on('error', () => socket.destroy());
  socket.write(opening);
  const dripping = setInterval(() => socket.write(drop), 1000);
  const ended = new Promise<void>((resolve) => {
    socket.on('close', () => {
      clearInterval(dripping);
      resolve();
    });
  });
  return { socket, answer: () => answer, ended };
}
