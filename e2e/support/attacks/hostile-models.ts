import { createServer } from 'node:http';

export type HostileModels = { url: string; close(): Promise<void> };

/** A model server that answers whatever it likes, with names that nobody chose well. */
export function startHostileModels(names: readonly string[], headers: Record<string, string>): Promise<HostileModels> {
  const details = (name: string) => ({ family: name, parameter_size: name, quantization_level: name });
  const models = names.map((name) => ({
    name,
    model: name,
    digest: name,
    size: 5_000_000_000,
    size_vram: 5_000_000_000,
    expires_at: '2100-01-01T00:00:00Z',
    modified_at: '2026-11-21T09:00:00Z',
    details: details(name),
  }));
  const server = createServer((request, response) => {
    const body = request.url === '/api/version' ? { version: names[0] } : { models };
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () => new Promise((closed) => server.close(() => closed())),
      });
    });
  });
}
