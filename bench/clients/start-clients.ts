import { type Helper, startHelper } from '../process/helper.ts';
import type { ClientsAsk, ClientsTold, Heard } from './messages.ts';

export type Clients = {
  /** Throws when not all of them got a stream. Gives how long that took, in ms. */
  open(streams: { url: string; cookies: string[]; count: number; slow?: number }): Promise<number>;
  listen(forMs: number): Promise<Heard>;
  /** Until the last change of a flood has come, or so long. */
  listenForLast(atMostMs: number): Promise<Heard>;
  /** Gives how many were refused. */
  churn(streams: { url: string; cookies: string[]; count: number; atOnce: number }): Promise<number>;
  close(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a process that plays many tabs. */
export function startClients(): Clients {
  const helper: Helper<ClientsAsk, ClientsTold> = startHelper(new URL('main.ts', import.meta.url), []);
  return {
    async open({ slow = 0, ...streams }) {
      const { openMs, refused } = await helper.ask({ do: 'open', slow, ...streams });
      if (refused > 0 || !Number.isFinite(openMs)) {
        throw new Error(`of ${streams.count} streams ${refused} were refused, or some were never answered`);
      }
      return openMs;
    },
    listen: async (forMs) => (await helper.ask({ do: 'listen', forMs, untilLast: false })).heard,
    listenForLast: async (atMostMs) => (await helper.ask({ do: 'listen', forMs: atMostMs, untilLast: true })).heard,
    churn: async (streams) => (await helper.ask({ do: 'churn', ...streams })).refused,
    close: async () => void (await helper.ask({ do: 'close' })),
    stop: helper.stop,
  };
}
