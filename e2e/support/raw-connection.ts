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

const PIECE = Buffer.alloc(64 * 1024, 'x');
/** What a body is sent in: as it stands after an announced length, or in chunks. */
export const PIECES = {
  plain: PIECE,
  chunked: Buffer.concat([Buffer.from(`${PIECE.length.toString(16)}\r\n`), PIECE, Buffer.from('\r\n')]),
};

/**
 * Sends a head as it stands and then a body of up to `most` bytes, as fast as it is taken, until an answer comes or the
 * other side ends the connection. Gives the status, 0 where there was none, and how much of the body was taken until then.
 */
export function sendEndlessly(
  port: number,
  head: string,
  most: number,
  piece = PIECES.chunked,
): Promise<{ status: number; taken: number }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    let taken = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(head, 'latin1');
      more();
    });
    const more = () => {
      while (answer === '' && taken < most && socket.writable && socket.write(piece)) {
        taken += PIECE.length;
      }
    };
    socket.on('drain', more);
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('\r\n\r\n')) {
        socket.destroy();
      }
    });
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), taken }));
    // A reset is how a connection is ended that still sends.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (!['ECONNRESET', 'EPIPE'].includes(error.code ?? '')) {
        reject(error);
      }
    });
  });
}
