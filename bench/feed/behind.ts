import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request as requestOf } from 'node:https';

/** Passes requests on to the API server behind. */
export type Behind = {
  pass(request: IncomingMessage, response: ServerResponse): void;
  readJson(path: string, token: string): Promise<unknown>;
};

export function createBehind(url: string, ca: string): Behind {
  const agent = new Agent({ keepAlive: true, ca });
  return {
    pass(request, response) {
      const { method, headers } = request;
      const onward = requestOf(new URL(request.url ?? '/', url), { agent, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      response.on('close', () => onward.destroy());
      request.pipe(onward);
    },
    async readJson(path, token) {
      const pieces: Buffer[] = [];
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const headers = { authorization: `Bearer ${token}` };
        requestOf(new URL(path, url), { agent, headers }, resolve).on('error', reject).end();
      });
      for await (const piece of answer as AsyncIterable<Buffer>) {
        pieces.push(piece);
      }
      return JSON.parse(Buffer.concat(pieces).toString('utf8'));
    },
  };
}
