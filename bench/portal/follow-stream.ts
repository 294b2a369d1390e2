import { get } from 'node:http';
import { cookieHeader, type SignedIn } from '../browser/sign-in.ts';

export type FollowedStream = {
  /** Resolves when the stream has told of this name from now on. */
  heard(name: string): Promise<void>;
  close(): void;
};

/** Listens to topics as a browser tab does, and keeps nothing of them. */
export function followStream(portalUrl: string, viewer: SignedIn, topics: readonly string[]): Promise<FollowedStream> {
  const query = new URLSearchParams(topics.map((topic) => ['topic', topic]));
  return new Promise((resolve, reject) => {
    let awaited: { name: string; done: () => void } | null = null;
    let tail = '';
    const request = get(`${portalUrl}/api/live?${query}`, { headers: { cookie: cookieHeader(viewer) } });
    request.on('error', reject);
    request.on('response', (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`the live stream answers ${response.statusCode}`));
        return;
      }
      response.setEncoding('latin1');
      response.on('data', (piece: string) => {
        if (awaited !== null && (tail + piece).includes(awaited.name)) {
          awaited.done();
          awaited = null;
        }
        // A name may be cut in two.
        tail = piece.slice(-100);
      });
      resolve({
        heard: (name) =>
          new Promise((done) => {
            tail = '';
            awaited = { name, done };
          }),
        close: () => request.destroy(),
      });
    });
  });
}
