import type { ConnectionReport } from '#lib/domain/connection/diagnosis.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { ConnectionLog } from './connection-log.ts';

/** A connection that was looked at, when, and since when it has been found in the state that it is in. */
export type CheckedConnection = ConnectionReport & { checkedAt: number; since: number };

/** A connection that the configuration names; `partOf` is the one that it comes over, by id. */
export type NamedConnection = Pick<ConnectionReport, 'id' | 'title' | 'address'> & { partOf: string | null };

/** The one value of the pulse. */
export const PULSE = 'pulse';

/** How the portal itself is, for whoever runs it. */
export type Operations = {
  /** What was heard of each connection, and what went wrong on it. */
  log: ConnectionLog;
  /** The connections that the configuration names, in the order of the page. */
  named: readonly NamedConnection[];
  /** What the last look at each of them found; empty until somebody wanted to know. */
  checks: Collection<CheckedConnection>;
  /** Changes every few seconds while somebody watches: counts and times are to be read again. */
  pulse: Collection<number>;
  /** Somebody looks: all connections are checked now and from time to time. Returns how to say that they no longer do. */
  watch(): () => void;
  /** The live streams: how many tabs, how many topics, and how often a reader had to begin anew. */
  streams(): { subscribers: number; topics: number; resets: number };
  /** The changes that this process looks after. */
  driver(): { driven: number; failing: number; isHolder: boolean };
};
