import type { SandboxServer } from '../../../sandbox/faults.ts';
import type { TableFault } from './faults.ts';
import type { World } from './world.ts';

/** Reads a view of the portal anew. */
export type ReadView = (name: string, params?: Record<string, unknown>) => Promise<unknown>;

/** How a text begins in which a page itself says that it does not know. */
export const PAGE_SAYS = 'the page says';

/** Something that the portal reads, how it changes, and how to see whether it is shown as it is. */
export type Subject = {
  title: string;
  server: SandboxServer;
  /** What of the server; without it all. */
  path?: string;
  faults: readonly TableFault[];
  /** Of its line on the page of connections, where its state stands; where it is a source, that is its id. */
  connection: string;
  /** The state of that line while nothing is broken; without it `live`. */
  wellState?: string;
  /** In which time what is not known any more is marked, where that is longer than usual. */
  noticedWithinMs?: number;
  /** The connection that tells what is to be asked for. */
  standsOn?: string;
  /** Adds, changes and removes something. */
  change(world: World, round: number): void | Promise<void>;
  /** What the line of the connection says that there is, where it says it. */
  holds(world: World): string;
  /** What is there, and what a view says of it: the same texts where all is well. */
  truth(world: World, round: number): string[] | Promise<string[]>;
  told(read: ReadView, world: World): Promise<string[]>;
};
