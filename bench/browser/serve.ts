import { createServer, type RequestListener } from 'node:http';

export type ServedSite = { url: string; close(): Promise<void> };

/** A bare server on a port of its own: what baselines are made of. */
export async function serve(answer: RequestListener): Promise<ServedSite> {
  const server = createServer(answer);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://localhost:${address !== null && typeof address === 'object' ? address.port : 0}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
