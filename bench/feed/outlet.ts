import type { ServerResponse } from 'node:http';

/** The one open watch of Applications, whichever it is just now. */
export type Outlet = {
  open(response: ServerResponse, timeoutSeconds: number): void;
  /** Writes lines in one go; resolves when the reader can take more, or at once with the next watch. */
  write(lines: readonly Buffer[]): Promise<void>;
};

export function createOutlet(): Outlet {
  let current: ServerResponse | null = null;
  let opened = Promise.withResolvers<void>();

  return {
    open(response, timeoutSeconds) {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      current = response;
      opened.resolve();
      const timer = setTimeout(() => {
        release();
        response.end();
      }, timeoutSeconds * 1000);
      const release = () => {
        clearTimeout(timer);
        if (current === response) {
          current = null;
          opened = Promise.withResolvers();
        }
      };
      response.on('close', release);
    },
    async write(lines) {
      while (current === null) {
        await opened.promise;
      }
      const response = current;
      if (!response.write(Buffer.concat(lines))) {
        await new Promise<void>((done) => {
          response.once('drain', done);
          response.once('close', done);
        });
      }
    },
  };
}
