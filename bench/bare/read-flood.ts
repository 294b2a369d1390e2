import type { Feed } from '../feed/start-feed.ts';
import { startHelper } from '../process/helper.ts';
import type { ReaderAsk, ReaderTold } from './messages.ts';

/** Has the bare reader take a flood in; gives events a second. The feed must have no other reader. */
export async function readFlood({ url, caFile, platform, ask }: Feed, count: number): Promise<number> {
  const helper = startHelper<ReaderAsk, ReaderTold>(new URL('reader.ts', import.meta.url), []);
  try {
    await helper.ask({ url, caFile, token: platform.addresses.secrets.portalClusterToken });
    const end = helper.told();
    const [{ at }, { lastAt }] = await Promise.all([ask({ do: 'flood', count }), end]);
    // Its repetitions must not be the first that the next reader hears.
    await ask({ do: 'tally' });
    return (count / (lastAt - at)) * 1000;
  } finally {
    await helper.stop();
  }
}
