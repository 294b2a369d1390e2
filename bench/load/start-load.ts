import { startHelper } from '../process/helper.ts';
import type { LoadAsk, LoadTold } from './messages.ts';

/** Puts load on a server from a process of its own. */
export async function putLoad(ask: LoadAsk): Promise<LoadTold> {
  const helper = startHelper<LoadAsk, LoadTold>(new URL('main.ts', import.meta.url), []);
  try {
    return await helper.ask(ask);
  } finally {
    await helper.stop();
  }
}
