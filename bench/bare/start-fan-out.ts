import { type Clients, startClients } from '../clients/start-clients.ts';
import { startHelper } from '../process/helper.ts';
import type { FanOutAsk, FanOutTold } from './messages.ts';

/** A bare server of streams, and tabs that look at it. */
export type FanOut = {
  pid: number;
  clients: Clients;
  streams: { url: string; cookies: string[] };
  ask(message: FanOutAsk): Promise<FanOutTold>;
};

export async function withFanOut<Result>(work: (fanOut: FanOut) => Promise<Result>): Promise<Result> {
  const helper = startHelper<FanOutAsk, FanOutTold>(new URL('fan-out.ts', import.meta.url), []);
  const clients = startClients();
  try {
    const { url } = await helper.told();
    return await work({ pid: helper.pid, clients, streams: { url, cookies: [''] }, ask: helper.ask });
  } finally {
    await clients.stop();
    await helper.stop();
  }
}
