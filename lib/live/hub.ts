import { PortalError } from '#lib/domain/error/portal-error.ts';
import { formatPosition, type Position, parsePosition } from '#lib/domain/live/position.ts';
import type { WantedTopic } from '#lib/domain/live/topic-query.ts';
import type { Reset } from '#lib/domain/live/wire.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type Arrivals, createArrivals } from './arrivals.ts';
import { type Audience, createAudience } from './audience.ts';
import { encodeBeat, encodeDelta, encodeReset, OPENING } from './encode.ts';
import { createFrames } from './frames.ts';
import { countHub, type HubCounts, type Tally } from './hub-counts.ts';
import { createPauses, type Pauses } from './pauses.ts';
import { createReads, type Reads } from './reads.ts';
import { createRing, type Ring } from './ring.ts';
import { createSubscriber, type Subscriber, type Subscription } from './subscriber.ts';
import type { Topic } from './topic.ts';
import { createUpkeep } from './upkeep.ts';

export type HubOptions = {
  clock: Clock;
  /** Another one for every start: letters and digits. */
  epoch: string;
  /**
   * Topics that exist only while somebody listens, such as the page of one thing: gives the topic for a name that
   * was not added, null when there is none of that name.
   */
  topicFor?: (name: string) => Topic | null;
  /** Told of every failure of a topic or of an authorisation, for the log. */
  report?: (error: unknown) => void;
};

export type SubscribeRequest = {
  wanted: readonly WantedTopic[];
  /** What the browser sends when it comes back by itself. */
  lastEventId?: string | null;
  sessionId: string;
  /** Which of the session's tabs asks. One that comes back takes the place of the stream it had. */
  tab?: string | null;
  /** Those of the topics that may be read; asked now and every few seconds. */
  authorise(topics: readonly string[]): Promise<readonly string[]>;
};

/** Where rows meet viewers: every change is worked out once, encoded once, and given to all who listen. */
export type Hub = {
  add(topic: Topic): void;
  /** Where the stream stands: whoever reads data after asking has everything up to there. */
  position(): string;
  /** Throws PortalError for topics that are not there, that may not be read, or when a session listens too often. */
  subscribe(request: SubscribeRequest): Promise<Subscription>;
  /** Ends the streams of a session at once. Gives how many there were. */
  closeSession(sessionId: string): number;
  counts(): HubCounts;
  close(): void;
};

/** A delta larger than this is worse than reading the rows again. */
const LONGEST_DELTA_BYTES = 256 * 1024;
const LONGEST_QUEUE_BYTES = 512 * 1024;
const MOST_PER_SESSION = 50;

/** One that does not last ends with its last reader. */
type Entry = {
  topic: Topic;
  ring: Ring;
  version: number;
  isLasting: boolean;
  stop: () => void;
  /** While it has readers: how its topic is told that they are gone. */
  unheard?: () => void;
};
type Stage = {
  epoch: string;
  version: number;
  entries: Map<string, Entry>;
  topicFor: (name: string) => Topic | null;
  audience: Audience;
  arrivals: Arrivals;
  tally: Tally;
  report: (error: unknown) => void;
  pauses: Pauses;
  reads: Reads;
};

export function createHub(options: HubOptions): Hub {
  const { clock, epoch, topicFor = () => null, report = () => undefined } = options;
  const closing = new AbortController();
  const audience = createAudience();
  const arrivals = createArrivals(closing.signal);
  const tally = { frames: 0, deltas: 0, resets: 0, encodedBytes: 0 };
  const pauses = createPauses(clock, () => frames.request(), closing.signal);
  const means = { topicFor, audience, arrivals, tally, report, pauses, reads: createReads(clock) };
  const stage: Stage = { epoch, version: 0, entries: new Map(), ...means };
  const frames = createFrames(clock, () => tellChanges(stage), closing.signal);
  const enter = (topic: Topic, isLasting: boolean) => {
    const onDirty = () => audience.countOf(topic.name) > 0 && frames.request();
    const { version } = stage;
    const stop = topic.start(onDirty);
    stage.entries.set(topic.name, { topic, ring: createRing(version), version, isLasting, stop });
  };
  const upkeep = createUpkeep({
    clock,
    audience,
    beat: () => audience.beat(here(stage)),
    forbid: (subscriber, topics) => forbid(stage, subscriber, topics),
    report,
    signal: closing.signal,
  });

  return {
    add: (topic) => enter(topic, true),
    position() {
      forgetUnheard(stage);
      stage.reads.begin();
      return formatPosition(here(stage));
    },
    async subscribe(request) {
      const subscriber = await admit(stage, request, enter);
      upkeep.wake();
      frames.request();
      return subscriber;
    },
    closeSession(sessionId) {
      arrivals.endSession(sessionId);
      const subscribers = audience.ofSession(sessionId);
      for (const subscriber of subscribers) {
        subscriber.close();
      }
      return subscribers.length;
    },
    counts: () => countHub(stage),
    close() {
      closing.abort();
      for (const subscriber of audience.all()) {
        subscriber.close();
      }
      for (const { stop } of stage.entries.values()) {
        stop();
      }
    },
  };
}

function here({ epoch, version }: Stage): Position {
  return { epoch, version };
}

/** One frame: works out what changed in topics that somebody hears, and tells each reader in one write. */
function tellChanges(stage: Stage): void {
  const pieces = new Map<string, Uint8Array>();
  for (const [name, entry] of stage.entries) {
    const { topic } = entry;
    const isDue = stage.audience.countOf(name) > 0 && topic.isDirty && !stage.pauses.isResting(topic);
    const bytes = isDue ? takeChange(stage, name, entry) : null;
    if (bytes !== null) {
      pieces.set(name, bytes);
      stage.tally.encodedBytes += bytes.length;
    }
  }
  if (pieces.size > 0) {
    stage.tally.frames += 1;
    stage.audience.tell(pieces);
  }
}

function takeChange(stage: Stage, name: string, entry: Entry): Buffer | null {
  stage.pauses.begin(entry.topic);
  try {
    const change = entry.topic.collect(stage.reads.sinceLastOf(entry.topic));
    if (change === null) {
      return null;
    }
    const version = step(stage, entry);
    const bytes = encodeDelta(stage.epoch, { topic: name, version, ...change });
    if (bytes.length <= LONGEST_DELTA_BYTES) {
      stage.tally.deltas += 1;
      entry.ring.push(version, bytes);
      return bytes;
    }
  } catch (error) {
    stage.report(error);
    step(stage, entry);
  }
  entry.ring.forget(entry.version);
  return sayReset(stage, { topic: name, version: entry.version, reason: 'gap' });
}

function step(stage: Stage, entry: Entry): number {
  stage.version += 1;
  entry.version = stage.version;
  return stage.version;
}

/** What changed in topics that nobody hears is not worked out: readers from before will read again. */
function forgetUnheard(stage: Stage): void {
  for (const [name, entry] of stage.entries) {
    if (entry.topic.isDirty && stage.audience.countOf(name) === 0) {
      entry.topic.forget();
      entry.ring.forget(step(stage, entry));
    }
  }
}

async function admit(
  stage: Stage,
  request: SubscribeRequest,
  enter: (topic: Topic, isLasting: boolean) => void,
): Promise<Subscriber> {
  const { wanted, sessionId, authorise } = request;
  const names = [...new Set(wanted.map(({ topic }) => topic))].toSorted();
  const arrival = stage.arrivals.begin(sessionId);
  const allowed = new Set<string>();
  try {
    arrival.assertWelcome();
    for (const name of await authorise(names)) {
      allowed.add(name);
    }
    // From here to the end nothing waits, so that no stream is admitted to what has ended.
    arrival.assertWelcome();
  } finally {
    arrival.end();
  }
  const topics = names.filter((name) => allowed.has(name));
  if (topics.length === 0) {
    throw new PortalError('not-permitted', 'Your role does not allow this.');
  }
  endFormerOf(stage, request);
  if (stage.audience.ofSession(sessionId).length >= MOST_PER_SESSION) {
    throw new PortalError('rate-limited', 'This session has too many live connections.', {
      suggestion: 'Close some tabs.',
    });
  }
  const made = topics.filter((name) => !stage.entries.has(name)).map((name) => makeTopic(stage, name));
  const subscriber = createSubscriber({
    sessionId,
    tab: request.tab ?? null,
    topics,
    authorise,
    longestQueueBytes: LONGEST_QUEUE_BYTES,
    sayReset: (behind) =>
      Buffer.concat(behind.map((topic) => sayReset(stage, { topic, version: stage.version, reason: 'slow' }))),
    onClose: () => leave(stage, subscriber),
  });
  for (const topic of made) {
    // What happened between the reader's own reading and now was watched by nobody: it has to read again.
    stage.version += 1;
    enter(topic, false);
  }
  subscriber.push(catchUp(stage, request, topics));
  for (const topic of names.filter((name) => !allowed.has(name))) {
    subscriber.push(sayReset(stage, { topic, version: stage.version, reason: 'forbidden' }));
  }
  stage.audience.add(subscriber);
  tellHeard(stage, topics);
  return subscriber;
}

/** A stream whose network went away looks open from here for many minutes, and counts. */
function endFormerOf({ audience }: Stage, { sessionId, tab = null }: SubscribeRequest): void {
  for (const subscriber of audience.ofSession(sessionId)) {
    if (tab !== null && subscriber.tab === tab) {
      subscriber.close();
    }
  }
}

function makeTopic(stage: Stage, name: string): Topic {
  const topic = stage.topicFor(name);
  if (topic === null) {
    throw new PortalError('not-found', `There is no live topic "${name}".`);
  }
  return topic;
}

function leave(stage: Stage, subscriber: Subscriber): void {
  stage.audience.delete(subscriber);
  dropUnheard(stage, subscriber.topics);
}

/** Tells topics that somebody listens to them now, or nobody any more. */
function tellHeard(stage: Stage, names: readonly string[]): void {
  for (const name of names) {
    const entry = stage.entries.get(name);
    const isHeard = stage.audience.countOf(name) > 0;
    if (entry !== undefined && isHeard && entry.unheard === undefined) {
      entry.unheard = entry.topic.heard?.() ?? (() => undefined);
    } else if (entry?.unheard !== undefined && !isHeard) {
      entry.unheard();
      delete entry.unheard;
    }
  }
}

function dropUnheard(stage: Stage, names: readonly string[]): void {
  tellHeard(stage, names);
  for (const name of names) {
    const entry = stage.entries.get(name);
    if (entry !== undefined && !entry.isLasting && stage.audience.countOf(name) === 0) {
      entry.stop();
      stage.entries.delete(name);
    }
  }
}

/** The first bytes of a reader: what it missed in the order it happened, what it must read again, and where it is then. */
function catchUp(stage: Stage, { wanted, lastEventId }: SubscribeRequest, topics: readonly string[]): Buffer {
  const came = parsePosition(lastEventId);
  const missed: { version: number; bytes: Buffer }[] = [];
  const resets: Buffer[] = [];
  for (const { topic, since } of wanted.filter((want) => topics.includes(want.topic))) {
    const from = laterOf(since, came, stage.epoch);
    if (from === null) {
      continue;
    }
    const isOurs = from.epoch === stage.epoch && from.version <= stage.version;
    const deltas = isOurs ? (stage.entries.get(topic)?.ring.since(from.version) ?? null) : null;
    if (deltas === null) {
      resets.push(sayReset(stage, { topic, version: stage.version, reason: 'gap' }));
    } else {
      missed.push(...deltas);
    }
  }
  const inOrder = missed.toSorted((a, b) => a.version - b.version).map(({ bytes }) => bytes);
  return Buffer.concat([OPENING, ...inOrder, ...resets, encodeBeat(here(stage))]);
}

function laterOf(since: Position | null, came: Position | null, epoch: string): Position | null {
  if (since === null || came === null) {
    return since ?? came;
  }
  return came.epoch === epoch && (since.epoch !== epoch || came.version > since.version) ? came : since;
}

function forbid(stage: Stage, subscriber: Subscriber, topics: readonly string[]): void {
  for (const topic of topics) {
    subscriber.push(sayReset(stage, { topic, version: stage.version, reason: 'forbidden' }));
  }
  stage.audience.narrow(
    subscriber,
    subscriber.topics.filter((topic) => !topics.includes(topic)),
  );
  dropUnheard(stage, topics);
}

function sayReset(stage: Stage, reset: Reset): Buffer {
  stage.tally.resets += 1;
  return encodeReset(stage.epoch, reset);
}
