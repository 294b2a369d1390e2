import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** Everything that this process tries to connect to, by whatever means, as `host:port`. */
export type ConnectionWatch = { hosts(): string[]; stop(): void };

export function watchConnections(): ConnectionWatch {
  const hosts = new Set<string>();
  const add = (host: string, port: number | string) => hosts.add(`${host}:${port}`);
  const channels: [string, (message: unknown) => void][] = [
    [
      'net.client.socket',
      (message) => {
        const { socket } = message as { socket: Socket };
        socket.on('connectionAttempt', (address, port) => add(address, port));
      },
    ],
    [
      'http.client.request.start',
      (message) => {
        const { request } = message as { request: ClientRequest };
        hosts.add(String(request.getHeader('host')));
      },
    ],
    [
      'undici:client:beforeConnect',
      (message) => {
        const { connectParams } = message as { connectParams: { hostname: string; port: string } };
        add(connectParams.hostname, connectParams.port);
      },
    ],
  ];
  for (const [name, listener] of channels) {
    subscribe(name, listener);
  }
  return {
    hosts: () => [...hosts].toSorted(),
    stop() {
      for (const [name, listener] of channels) {
        unsubscribe(name, listener);
      }
    },
  };
}
