import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePortalConfig } from '#lib/cli/demo/portal-config.ts';
import { type BenchPlatform, configurationFor, NO_LIMITS } from '../platform/start-platform.ts';
import { startHelper } from '../process/helper.ts';
import type { FeedAsk, FeedTold } from './messages.ts';

export type Feed = {
  /** The platform as a portal sees it that watches by way of the feed. */
  platform: BenchPlatform;
  url: string;
  caFile: string;
  ask(message: FeedAsk): Promise<FeedTold>;
  stop(): Promise<void>;
};

export async function startFeed(platform: BenchPlatform): Promise<Feed> {
  const { kubernetes, caFile, secrets } = platform.addresses;
  const dir = mkdtempSync(join(tmpdir(), 'portolan-bench-feed-'));
  const helper = startHelper<FeedAsk, FeedTold>(new URL('main.ts', import.meta.url), []);
  const token = secrets.portalClusterToken;
  const told = await helper.ask({ do: 'start', kubernetes, caFile, token, dir });
  const addresses = { ...platform.addresses, kubernetes: told.url, caFile: told.caFile };
  return {
    platform: {
      ...platform,
      addresses,
      environment: writePortalConfig(join(dir, 'portal'), platform.portalUrl, addresses, {
        ...NO_LIMITS,
        ...configurationFor(platform),
      }),
    },
    url: told.url,
    caFile: told.caFile,
    ask: helper.ask,
    async stop() {
      await helper.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
