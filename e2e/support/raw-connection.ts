import { connect } from 'node:net';

const QUIET_MS = 5000;

/** Sends bytes as they stand, and gives what came back until the other side closed or fell silent. */
export function sendBytes(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('latin1'));
    };
    socket.setTimeout(QUIET_MS, done);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', done);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
  });
}

/** Sends a body of up to `most` bytes, as fast as it is taken; gives the status, and how much of the body was taken until then. */
export function sendEndlessly(port: number, head: string, most: number): Promise<{ status: number; taken: number }> {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const chunk = Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
  return new Promise((resolve, reject) => {
    let answer = '';
    let taken = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head);
      more();
    });
    const more = () => {
      while (answer === '' && taken < most && socket.write(chunk)) {
        taken += piece.length;
      }
    };
    const done = () => {
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), taken });
    };
    socket.on('drain', more);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) {
        reject(error);
      }
    });
  });
}
