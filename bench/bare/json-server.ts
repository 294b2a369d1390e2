import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The baseline of the list API: the same bytes from memory, to whoever asks for anything. */
process.on('disconnect', () => process.exit());
process.once('message', ({ body }: { body: string }) => {
  const bytes = Buffer.from(body);
  const headers = { 'content-type': 'application/json', 'content-length': bytes.length };
  const server = createServer((_, response) => response.writeHead(200, headers).end(bytes));
  server.listen(0, '127.0.0.1', () => {
    process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  });
});
