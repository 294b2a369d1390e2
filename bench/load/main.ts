import { connect } from 'node:net';
import { createDelays } from '../clients/delays.ts';
import { createAnswerReader } from './answer-reader.ts';
import type { LoadAsk, LoadTold } from './messages.ts';

/** Asks as fast as it is answered, over plain sockets, so that the asking takes little of the machine. */
function load({ origin, paths, cookie, connections, forMs }: LoadAsk): Promise<LoadTold> {
  const { hostname, port, host } = new URL(origin);
  const requests = paths.map((path) =>
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nAccept: application/json\r\n\r\n`),
  );
  const delays = createDelays();
  const startedAt = performance.now();
  let asked = 0;
  let answered = 0;
  let failed = 0;
  let bytes = 0;

  const lane = () =>
    new Promise<void>((done, fail) => {
      const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
      let sentAt = 0;
      const next = () => {
        if (performance.now() - startedAt >= forMs) {
          socket.destroy();
          done();
          return;
        }
        sentAt = performance.now();
        socket.write(requests[asked % requests.length] as Buffer);
        asked += 1;
      };
      const read = createAnswerReader((answer) => {
        delays.add(performance.now() - sentAt);
        answered += 1;
        bytes += answer.bytes;
        failed += answer.status === 200 ? 0 : 1;
        next();
      });
      socket.on('connect', next);
      socket.on('data', read);
      socket.on('error', fail);
      socket.on('end', () => fail(new Error('the server closed a connection')));
    });

  return Promise.all(Array.from({ length: connections }, lane)).then(() => ({
    perSecond: answered / ((performance.now() - startedAt) / 1000),
    p50: delays.quantile(0.5),
    p99: delays.quantile(0.99),
    worst: delays.quantile(1),
    failed,
    bytesEach: bytes / answered,
  }));
}

process.on('disconnect', () => process.exit());
process.on('message', (ask: LoadAsk) => {
  load(ask).then(
    (told) => process.send?.(told),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
