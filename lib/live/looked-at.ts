import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import { createCollection } from './collection.ts';
import { createPoller, type Poller } from './poller.ts';

/** One thing that somebody looks at: what was read of it last, and how fresh that is. */
export type Looked<Value> = { id: string; value: Value | null; source: SourceStatus };

export type LookedAtOptions<Value> = {
  clock: Clock;
  source: Pick<SourceStatus, 'id' | 'label'>;
  read(id: string, signal: AbortSignal): Promise<Value>;
  /** Between two reads of the same thing. */
  paceMs: number;
  timeoutMs: number;
  /** How long one is kept after a look: whoever looks on, or comes back on a new line, finds what was known. */
  lingerMs: number;
  /** More than this at once are refused. */
  most: number;
  random: () => number;
  report?: (error: unknown) => void;
};

export type LookedAt<Value> = {
  /** Everything that is looked at now, by id. */
  collection: Collection<Looked<Value>>;
  /** Somebody looks on. Returns how to say that they no longer do. */
  watch(id: string): () => void;
  /** What it is now: at once where somebody looks already, else when it has been read, or could not be. Throws PortalError. */
  read(id: string): Promise<Looked<Value>>;
  stop(): Promise<void>;
};

/** It is read only while somebody looks. */
const SOMEBODY: Attention = { isThere: true, subscribe: () => () => undefined };

type Entry = { poller: Poller; looks: number; known: Promise<void> };

/** Reads things of which there are too many to read all: each is polled while somebody looks at it, and only then. */
export function createLookedAt<Value>(options: LookedAtOptions<Value>): LookedAt<Value> {
  const { clock, source, lingerMs, most } = options;
  const collection = createCollection<Looked<Value>>(source, clock.now());
  const entries = new Map<string, Entry>();
  const ending = new Set<Promise<void>>();
  const stopping = new AbortController();

  const close = (id: string, { poller }: Entry) => {
    entries.delete(id);
    const ended = poller.stop().finally(() => ending.delete(ended));
    ending.add(ended);
    collection.remove(id);
  };
  /** Null where there are too many. */
  const look = (id: string): { entry: Entry; leave: () => void } | null => {
    if (stopping.signal.aborted || (!entries.has(id) && entries.size >= most)) {
      return null;
    }
    const entry = entries.get(id) ?? open(options, id, collection);
    entries.set(id, entry);
    entry.looks += 1;
    let hasLeft = false;
    const end = () => {
      entry.looks -= 1;
      if (entry.looks === 0 && entries.get(id) === entry) {
        close(id, entry);
      }
    };
    const leave = () => {
      if (!hasLeft) {
        hasLeft = true;
        void clock.sleep(lingerMs, stopping.signal).then(end, end);
      }
    };
    return { entry, leave };
  };
  return {
    collection,
    watch: (id) => look(id)?.leave ?? (() => undefined),
    async read(id) {
      const looking = look(id);
      if (looking === null) {
        throw new PortalError('unavailable', `More than ${most} of these are looked at now.`, {
          suggestion: 'Try again in a moment.',
        });
      }
      // Whoever opens a page reads first and follows then.
      looking.leave();
      await looking.entry.known;
      return collection.get(id) ?? { id, value: null, source: collection.source };
    },
    async stop() {
      stopping.abort();
      for (const [id, entry] of [...entries]) {
        close(id, entry);
      }
      await Promise.all(ending);
    },
  };
}

function open<Value>(
  options: LookedAtOptions<Value>,
  id: string,
  collection: ReturnType<typeof createCollection<Looked<Value>>>,
): Entry {
  const { clock, source, read, paceMs, timeoutMs, random, report } = options;
  const known = Promise.withResolvers<void>();
  let value: Value | null = null;
  const poller = createPoller<Value>({
    clock,
    read: async (signal) => new Map([[id, await read(id, signal)]]),
    sink: {
      replace: (values) => {
        value = values.get(id) ?? null;
      },
      status: (status) => {
        if (status.state !== 'starting') {
          collection.upsert(id, { id, value, source: status });
          known.resolve();
        }
      },
    },
    source,
    fastMs: paceMs,
    slowMs: paceMs,
    timeoutMs,
    attention: SOMEBODY,
    random,
    ...(report === undefined ? {} : { report }),
  });
  return {
    poller: {
      ...poller,
      async stop() {
        await poller.stop();
        // Whoever still waits is told that nothing is known.
        known.resolve();
      },
    },
    looks: 0,
    known: known.promise,
  };
}
