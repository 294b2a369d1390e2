import { BEAT_MS, LIVE_EVENTS } from '#lib/domain/live/wire.ts';
import { createStopwatch, type Timers } from './timers.ts';

/** How the live line stands. `since`: when it began to, in ms since 1970; for `stale`, when the line was last heard. */
export type LineStatus = { state: 'idle' | 'connecting' | 'live' | 'reconnecting' | 'stale'; since: number };

/** When a line that is lost was last heard; null while there is nothing to be said of it. */
export function silentSince({ state, since }: LineStatus): number | null {
  return state === 'reconnecting' || state === 'stale' ? since : null;
}

/** What of the browser's EventSource is used. */
export type EventSourceLike = {
  addEventListener(type: string, listener: (event: { data?: unknown; lastEventId?: string }) => void): void;
  close(): void;
};

export type EventSourceConstructor = new (url: string) => EventSourceLike;

export type LineEvent = { event: 'delta' | 'reset' | 'beat'; data: string; id: string };

export type LineOptions = {
  EventSourceImpl: EventSourceConstructor;
  timers: Timers;
  /** 0 to 1. */
  random: () => number;
  /** The address as of now: it says from where on. */
  url(): string;
  onEvent(event: LineEvent): void;
  onStatus(status: LineStatus): void;
};

/** One connection, kept open or opened again until it is closed. */
export type EventLine = {
  /** Whether it was opened and not closed since, however it stands. */
  readonly isWanted: boolean;
  /** Opens it, or closes it and opens it anew because the address changed. */
  open(): void;
  close(): void;
  /** Looks at once whether the line still lives: the page was shown, or the network came back. */
  check(): void;
};

/** Beats come every 2.5 s; with this and the step between two looks, a dead line shows within five seconds. */
const LONGEST_SILENCE_MS = BEAT_MS + 1700;
const LOOK_MS = 500;
/** How long a try on a line that was dead may take: the next one may get through within three seconds of its return. */
const LONGEST_TRY_MS = 2200;
const FIRST_RETRY_MS = 300;
const LONGEST_RETRY_MS = 2000;
/** After so many failures in a row, which take about ten minutes, nobody is in a hurry any more. */
const PATIENT_AFTER = 500;
const PATIENT_RETRY_MS = 10_000;

export function createEventLine(options: LineOptions): EventLine {
  const { timers } = options;
  const heard = createStopwatch(timers);
  const tried = createStopwatch(timers);
  const status = createStatus(options);
  let source: EventSourceLike | null = null;
  let isWanted = false;
  let failures = 0;
  let cancelRetry = () => {};
  let cancelLook = () => {};

  const drop = () => {
    cancelRetry();
    source?.close();
    source = null;
  };
  const connect = () => {
    drop();
    tried.restart();
    const opened = new options.EventSourceImpl(options.url());
    source = opened;
    listenTo(opened, (event) => {
      // One that was replaced may still have something to say.
      if (source !== opened) {
        return;
      }
      if (event === null) {
        retryLater();
        return;
      }
      heard.restart();
      failures = 0;
      status.show('live');
      options.onEvent(event);
    });
  };
  const retryLater = () => {
    drop();
    failures += 1;
    status.lost();
    cancelRetry = timers.after(retryMs(failures, options.random()), connect);
  };
  /** Says that the line is silent where it is, and gives whether it is. */
  const isSilent = () => {
    const silentMs = heard.elapsedMs();
    const isTooLong = silentMs > LONGEST_SILENCE_MS;
    if (isTooLong) {
      status.show('stale', timers.now() - silentMs);
    }
    return isTooLong;
  };
  const look = () => {
    if (isSilent() && source !== null && tried.elapsedMs() > LONGEST_TRY_MS) {
      connect();
    }
    cancelLook = timers.after(LOOK_MS, look);
  };

  return {
    get isWanted() {
      return isWanted;
    },
    open() {
      if (!isWanted) {
        isWanted = true;
        heard.restart();
        status.show('connecting');
        cancelLook = timers.after(LOOK_MS, look);
      }
      connect();
    },
    close() {
      isWanted = false;
      cancelLook();
      drop();
      status.show('idle');
    },
    check() {
      // Several events tell that a tab is shown: one try is enough for all of them.
      if (isWanted && (source === null || (isSilent() && tried.elapsedMs() > LOOK_MS))) {
        connect();
      }
    },
  };
}

/** Gives every event that arrives, and null when the connection failed. */
function listenTo(source: EventSourceLike, take: (event: LineEvent | null) => void): void {
  for (const event of Object.values(LIVE_EVENTS)) {
    source.addEventListener(event, ({ data, lastEventId }) => {
      take({ event, data: String(data ?? ''), id: lastEventId ?? '' });
    });
  }
  source.addEventListener('error', () => take(null));
}

function createStatus({ timers, onStatus }: Pick<LineOptions, 'timers' | 'onStatus'>) {
  let status: LineStatus = { state: 'idle', since: timers.now() };
  const show = (state: LineStatus['state'], since = timers.now()) => {
    if (state !== status.state) {
      status = { state, since };
      onStatus(status);
    }
  };
  return {
    show,
    /** A line that was live is on its way back; one that was not, is not worse for another failure. */
    lost: () => status.state === 'live' && show('reconnecting'),
  };
}

/** Longer after each failure and never the same for all tabs, which lost the same server at the same moment. */
function retryMs(failures: number, random: number): number {
  const ceilingMs =
    failures > PATIENT_AFTER ? PATIENT_RETRY_MS : Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
  return ceilingMs * (0.2 + 0.8 * random);
}
