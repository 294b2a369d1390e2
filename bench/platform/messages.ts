import type { SandboxAddresses } from '#sandbox/addresses.ts';
import type { ConfiguredServer } from './model-servers.ts';

/** What the platform's process is asked. */
export type PlatformAsk =
  | { do: 'touch'; name: string }
  /** So many changes, at most so many a second, of Applications where nothing is said. */
  | { do: 'churn'; count: number; perSecond: number; of?: 'pods' };

export type PlatformReady = {
  addresses: SandboxAddresses;
  /** Generated Applications, by name. */
  names: string[];
  /** How many objects of each kind that is watched. */
  sizes: WatchedSizes;
  /** Besides the usual one. */
  modelServers: ConfiguredServer[];
  /** The address of what measures cards and nodes; null where nothing does. */
  measured: string | null;
};

export type WatchedSizes = { applications: number; nodes: number; pods: number; deployments: number };

/** `at`: ms since 1970, just before the change was written. */
export type PlatformTold = { at: number };
