import 'server-only';
import { type Config, signInForge, watchedForges } from '#lib/config/load.ts';
import type { ConnectedForge } from '#lib/portal/context.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { askForgeAgain } from './ask-forge-again.ts';
import { FORGE_KINDS } from './forge-kinds.ts';
import { measureForge } from './metrics/measure-forge.ts';
import type { Watching } from './metrics/watching.ts';
import { providerOf } from './sign-in-providers.ts';

/** The forges of the watched repositories, and the one that people sign in with. */
export function connectForges(
  config: Config,
  clock: Clock,
  watching: Watching,
  attention: Attention,
): ConnectedForge[] {
  const wanted = new Set([...watchedForges(config), signInForge(config)]);
  return config.forges
    .filter(({ id }) => wanted.has(id))
    .map(({ id, kind, url, token }) => {
      const host = measureForge(FORGE_KINDS[kind].create({ id, url }), token, watching);
      return {
        host,
        portal: createPortalForge(askForgeAgain(host, { clock, attention }), token),
        provider: providerOf(config, id, clock),
      };
    });
}
