import type { SourceState } from '../source/source.ts';
import type { Finding } from './diagnosis.ts';

/** `problem` and `warning` are what a check found; `idle` is what waits for something to happen. */
export type ConnectionState = SourceState | 'problem' | 'warning' | 'idle';

export const CONNECTION_GROUPS = ['Cluster', 'Forge', 'Models', 'Metrics', 'Portal'] as const;
export type ConnectionGroup = (typeof CONNECTION_GROUPS)[number];

/** Something that went wrong, when, how often, and what to do. */
export type ConnectionFailureRow = {
  message: string;
  firstAt: number;
  lastAt: number;
  times: number;
  remedy: string;
};

/** One connection of the portal, a kind that it watches, or a queue of its own. */
export type ConnectionRow = {
  id: string;
  group: ConnectionGroup;
  title: string;
  /** The connection that it comes over, by id; null where it is one of its own. */
  partOf: string | null;
  /** Where it is, without credentials; '' where that says nothing. */
  address: string;
  state: ConnectionState;
  /** When the state began, in ms since 1970; null where nobody knows. */
  since: number | null;
  /** When the other side was last heard; null before the first time. */
  heardAt: number | null;
  /** What it does or holds now: `27 objects`. */
  holds: string;
  reason: string;
  /** What to do; '' where nothing is to be done. */
  remedy: string;
  version: string | null;
  identity: string | null;
  findings: Finding[];
  checkedAt: number | null;
  failures: ConnectionFailureRow[];
};

const TROUBLE: readonly ConnectionState[] = ['unreachable', 'forbidden', 'stale', 'problem', 'warning'];

/** Whether somebody should look after it. What is not installed may be meant so. */
export function needsAttention({ state }: Pick<ConnectionRow, 'state'>): boolean {
  return TROUBLE.includes(state);
}

/** A connection in trouble, with the titles of those that come over it and are down with it. */
export type Trouble = { connection: ConnectionRow; withIt: string[] };

/** What needs attention, each trouble once: what comes over a connection that is down is told with it. */
export function troublesOf(connections: readonly ConnectionRow[]): Trouble[] {
  const troubled = connections.filter(needsAttention);
  const down = new Set(troubled.filter(({ state }) => state !== 'warning').map(({ id }) => id));
  const isTold = ({ partOf }: ConnectionRow) => partOf !== null && down.has(partOf);
  return troubled
    .filter((row) => !isTold(row))
    .map((connection) => ({
      connection,
      withIt: troubled
        .filter(({ partOf }) => partOf === connection.id && down.has(connection.id))
        .map(({ title }) => title),
    }));
}
