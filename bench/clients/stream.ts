import { connect, type Socket } from 'node:net';

export type StreamOptions = {
  url: string;
  cookie: string;
  /** The answer's status, once. */
  onStatus(status: number): void;
  onPiece(piece: Buffer): void;
  /** The server has ended it. */
  onCut(): void;
};

/** A stream over a plain socket, because hundreds of HTTP clients would take the time that is to be measured. */
export function openStream({ url, cookie, onStatus, onPiece, onCut }: StreamOptions): Socket {
  const { hostname, port, host, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
  let isAnswered = false;
  socket.on('connect', () => {
    socket.write(
      `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`,
    );
  });
  socket.on('data', (piece) => {
    if (!isAnswered) {
      isAnswered = true;
      onStatus(Number(piece.toString('latin1', 9, 12)));
    }
    onPiece(piece);
  });
  // What is wrong with a connection shows as one that is closed.
  socket.on('error', () => undefined);
  socket.on('close', onCut);
  return socket;
}
