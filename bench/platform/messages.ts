import type { SandboxAddresses } from '#sandbox/addresses.ts';

/** What the platform's process is asked. */
export type PlatformAsk =
  | { do: 'touch'; name: string }
  /** So many changes, at most so many a second. */
  | { do: 'churn'; count: number; perSecond: number };

export type PlatformReady = {
  addresses: SandboxAddresses;
  /** Generated Applications, by name. */
  names: string[];
  /** How many objects of each kind that is watched. */
  sizes: WatchedSizes;
};

export type WatchedSizes = { applications: number; nodes: number; pods: number; deployments: number };

/** `at`: ms since 1970, just before the change was written. */
export type PlatformTold = { at: number };
