import { BEAT_MS } from '#lib/domain/live/wire.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Audience } from './audience.ts';
import { readInTime } from './read-in-time.ts';
import type { Subscriber } from './subscriber.ts';

/** What goes on as long as anybody listens. */
export type Upkeep = {
  /** To be called when a reader came. */
  wake(): void;
};

export type UpkeepOptions = {
  clock: Clock;
  audience: Audience;
  beat(): void;
  /** The reader may no longer hear of these topics. */
  forbid(subscriber: Subscriber, topics: readonly string[]): void;
  report(error: unknown): void;
  signal: AbortSignal;
};

const REAUTHORISE_MS = 4000;
const LONGEST_QUESTION_MS = 900;
/** How long a reader stays when nobody can say whether it may: a restart of the database sends nobody away. */
const LONGEST_UNSURE_MS = 60_000;

/** Sends beats, and asks again and again whether each reader may still read what it reads. */
export function createUpkeep(options: UpkeepOptions): Upkeep {
  const beats = createLoop(options, BEAT_MS, options.beat);
  const questions = createLoop(options, REAUTHORISE_MS, () => reauthoriseAll(options));
  return {
    wake() {
      beats.wake();
      questions.wake();
    },
  };
}

/** Repeats work as long as anybody listens, and leaves no timer when nobody does. */
function createLoop(
  { clock, audience, signal }: UpkeepOptions,
  everyMs: number,
  work: () => void | Promise<void>,
): Upkeep {
  let isRunning = false;
  const run = async () => {
    while (audience.size > 0) {
      await clock.sleep(everyMs, signal);
      await work();
    }
    isRunning = false;
  };
  return {
    wake() {
      if (!isRunning) {
        isRunning = true;
        run().catch((error: unknown) => {
          isRunning = false;
          if (!signal.aborted) {
            throw error;
          }
        });
      }
    },
  };
}

async function reauthoriseAll(options: UpkeepOptions): Promise<void> {
  await Promise.all(options.audience.all().map((subscriber) => reauthorise(subscriber, options)));
}

async function reauthorise(subscriber: Subscriber, options: UpkeepOptions): Promise<void> {
  const { clock, forbid, report, signal } = options;
  const before = subscriber.topics;
  const question = {
    clock,
    // One that gets no answer must not keep the others from being asked about.
    timeoutMs: LONGEST_QUESTION_MS,
    label: 'the rights of a live reader',
    read: () => subscriber.authorise(before),
  };
  try {
    const allowed = new Set(await readInTime(question, signal));
    subscriber.unsureSince = null;
    const forbidden = before.filter((topic) => !allowed.has(topic));
    if (forbidden.length > 0 && !subscriber.isClosed) {
      forbid(subscriber, forbidden);
    }
  } catch (error) {
    if (signal.aborted) {
      return;
    }
    report(error);
    const now = clock.now();
    subscriber.unsureSince ??= now;
    if (now - subscriber.unsureSince >= LONGEST_UNSURE_MS) {
      subscriber.close();
    }
  }
}
