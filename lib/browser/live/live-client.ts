import { notifyManager } from '@tanstack/react-query';
import { type Position, parsePosition } from '#lib/domain/live/position.ts';
import { formatTopics } from '#lib/domain/live/topic-query.ts';
import type { Delta, Reset } from '#lib/domain/live/wire.ts';
import { createBatcher } from './batcher.ts';
import { type Channel, createChannel, type PlacedDelta } from './channel.ts';
import {
  createEventLine,
  type EventLine,
  type EventSourceConstructor,
  type LineEvent,
  type LineStatus,
} from './event-line.ts';
import { createWhenStill } from './press.ts';
import { BROWSER_TIMERS, type Timers } from './timers.ts';

/** Whoever shows a topic. */
export type Follower = {
  /** What happened, in order, each delta once. */
  onDeltas(deltas: readonly PlacedDelta[]): void;
  /** What is shown must be read again. */
  onReset(reason: Reset['reason']): void;
};

/** One live line for a whole tab, shared by everything on its pages. */
export type LiveClient = {
  /** @param since the place of the data that is shown. Returns how to stop. */
  follow(topic: string, since: string, follower: Follower): () => void;
  /** What happened after a place, as far as it has arrived and is kept; null when some of it is not kept any more. */
  deltasSince(topic: string, since: string): PlacedDelta[] | null;
  readonly status: LineStatus;
  onStatus(listener: () => void): () => void;
  /** Looks at once whether the line lives: for when the page is shown again or the network is back. */
  check(): void;
  close(): void;
};

export type LiveClientOptions = {
  url: string;
  /** Tells this tab from the others of its session. */
  tab?: string;
  EventSourceImpl: EventSourceConstructor;
  /** What hears of the pointers: nothing is delivered between a press and its click. */
  pointers?: EventTarget;
  timers?: Timers;
  random?: () => number;
};

type Followed = { channel: Channel; followers: Set<Follower> };

/** How long the line stays open when nothing is followed: the next page will want it. */
const LINGER_MS = 10_000;

export function createLiveClient(options: LiveClientOptions): LiveClient {
  const timers = options.timers ?? BROWSER_TIMERS;
  const topics = new Map<string, Followed>();
  const status = createStatusBoard(timers.now());
  const whenStill = createWhenStill(options.pointers ?? null, timers);
  const deliver = createBatcher<PlacedDelta>(timers, whenStill, (items) => deliverTo(topics, items));
  const line = createEventLine({
    EventSourceImpl: options.EventSourceImpl,
    timers,
    random: options.random ?? Math.random,
    url: () => `${options.url}?${addressOf(topics, options.tab)}`,
    onEvent: (event) => take(topics, event, deliver),
    onStatus: status.show,
  });
  const reopenSoon = createReopening(topics, line, timers);
  let cancelLinger = () => {};
  const end = () => {
    cancelLinger();
    topics.clear();
    line.close();
  };

  return {
    follow(topic, since, follower) {
      cancelLinger();
      join(topics, topic, { place: parsePosition(since), follower, reopenSoon });
      return () => {
        topics.get(topic)?.followers.delete(follower);
        if ([...topics.values()].every(({ followers }) => followers.size === 0)) {
          cancelLinger();
          cancelLinger = timers.after(LINGER_MS, end);
        }
      };
    },
    deltasSince(topic, since) {
      const place = parsePosition(since);
      const channel = topics.get(topic)?.channel;
      return place === null || place.epoch !== channel?.position?.epoch ? [] : channel.since(place);
    },
    get status() {
      return status.current;
    },
    onStatus: status.subscribe,
    check: () => line.check(),
    close: end,
  };
}

function addressOf(topics: ReadonlyMap<string, Followed>, tab: string | undefined): URLSearchParams {
  const query = formatTopics([...topics].map(([topic, { channel }]) => ({ topic, since: channel.position })));
  if (tab !== undefined) {
    query.set('tab', tab);
  }
  return query;
}

function createStatusBoard(now: number) {
  const listeners = new Set<() => void>();
  let current: LineStatus = { state: 'idle', since: now };
  return {
    get current() {
      return current;
    },
    show(next: LineStatus) {
      current = next;
      for (const listener of [...listeners]) {
        listener();
      }
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Opens the line, or opens it anew, once for everything that a page asks for while it is set up. */
function createReopening(topics: Map<string, Followed>, line: EventLine, timers: Timers): () => void {
  let isPlanned = false;
  const open = () => {
    isPlanned = false;
    forgetUnfollowed(topics);
    if (topics.size > 0) {
      line.open();
    }
  };
  return () => {
    if (isPlanned) {
      return;
    }
    isPlanned = true;
    if (line.isWanted) {
      // Before anything more is heard: a beat of the line as it is would say that nothing happened in a new topic too.
      queueMicrotask(open);
    } else {
      // The frame and the page come up in tasks of their own.
      timers.after(0, open);
    }
  };
}

function take(
  topics: ReadonlyMap<string, Followed>,
  { event, data, id }: LineEvent,
  deliver: (placed: PlacedDelta) => void,
): void {
  const position = parsePosition(id);
  if (position === null) {
    return;
  }
  if (event === 'beat') {
    for (const { channel } of topics.values()) {
      channel.advance(position);
    }
    return;
  }
  const told = JSON.parse(data) as Delta | Reset;
  const followed = topics.get(told.topic);
  if (followed === undefined) {
    return;
  }
  if ('reason' in told) {
    followed.channel.restart(position);
    for (const follower of [...followed.followers]) {
      follower.onReset(told.reason);
    }
  } else if (followed.channel.push({ delta: told, position })) {
    deliver({ delta: told, position });
  }
}

type Joining = { place: Position | null; follower: Follower; reopenSoon: () => void };

function join(topics: Map<string, Followed>, topic: string, { place, follower, reopenSoon }: Joining): void {
  const followed = topics.get(topic);
  if (followed === undefined) {
    topics.set(topic, { channel: createChannel(place), followers: new Set([follower]) });
    reopenSoon();
    return;
  }
  const { channel, followers } = followed;
  followers.add(follower);
  if (place !== null && channel.position !== null && place.epoch !== channel.position.epoch) {
    // The data is of another life of the server than the line. The server tells which of both is over.
    channel.restart(place);
    reopenSoon();
    return;
  }
  const missed = place === null ? null : channel.since(place);
  if (missed === null && place !== null && channel.beginEarlier(place)) {
    reopenSoon();
    return;
  }
  queueMicrotask(() => {
    if (missed === null) {
      follower.onReset('gap');
    } else if (missed.length > 0) {
      follower.onDeltas(missed);
    }
  });
}

/** Gives each topic's deltas to those who follow it, in one go: what shows several topics is drawn once. */
function deliverTo(topics: ReadonlyMap<string, Followed>, items: readonly PlacedDelta[]): void {
  const byTopic = Map.groupBy(items, ({ delta }) => delta.topic);
  notifyManager.batch(() => {
    for (const [topic, { followers }] of topics) {
      const deltas = byTopic.get(topic);
      for (const follower of deltas === undefined ? [] : [...followers]) {
        follower.onDeltas(deltas ?? []);
      }
    }
  });
}

function forgetUnfollowed(topics: Map<string, Followed>): void {
  for (const [topic, { followers }] of topics) {
    if (followers.size === 0) {
      topics.delete(topic);
    }
  }
}
