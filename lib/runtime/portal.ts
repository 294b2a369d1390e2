import 'server-only';
import type { Config } from '#lib/config/load.ts';
import type { HeardDeliveries } from '#lib/http/heard-deliveries.ts';
import type { Hub } from '#lib/live/hub.ts';
import type { Services } from '#lib/portal/context.ts';
import type { WebhookVerifier } from '#lib/ports/webhook.ts';
import type { Platform } from './platform.ts';

export type Portal = {
  config: Config;
  services: Services;
  hub: Hub;
  platform: Platform;
  /** The forge said that something happened there: what follows it looks again. */
  heardOfForge(): void;
  /** Everything there is to measure, in Prometheus' text format. */
  scrape(): Promise<string>;
  /** Whether it is on its way out: what runs still ends, and nothing new should begin. */
  readonly isStopping: boolean;
  /** By the id of the forge. */
  webhooks: ReadonlyMap<string, WebhookVerifier>;
  heardDeliveries: HeardDeliveries;
  stop(): Promise<void>;
};

/**
 * One for the process. Every route is bundled with its own copy of what it imports, so this module imports types only:
 * with the portal's parts in it, each route would hold a copy of all adapters, loaded and compiled anew.
 */
const shared = globalThis as typeof globalThis & { portolan?: Promise<Portal> };

/** Makes it the portal of this process. */
export function sharePortal(portal: Promise<Portal>): Promise<Portal> {
  shared.portolan = portal;
  return portal;
}

/** The portal of this process. `instrumentation.ts` has started it before the server answers anything. */
export async function getPortal(): Promise<Portal> {
  if (shared.portolan === undefined) {
    throw new RangeError('the portal is started before anything asks for it');
  }
  return await shared.portolan;
}

export async function getServices(): Promise<Services> {
  return (await getPortal()).services;
}
