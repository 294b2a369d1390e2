/** One reader's end of the stream. */
export type Subscription = {
  /** Everything that waits, in one piece; null when nothing does. */
  take(): Uint8Array | null;
  /** Called whenever there is something to take after `take` gave null, and when the stream is over. One listener. */
  onReady(listener: () => void): void;
  readonly isClosed: boolean;
  close(): void;
};

/** The hub's end of it. */
export type Subscriber = Subscription & {
  readonly sessionId: string;
  readonly tab: string | null;
  /** In the order of their names, so that equal sets are written the same. */
  topics: readonly string[];
  /** Tells the topics that the reader may still hear of; null when that cannot be found out now. */
  authorise(topics: readonly string[]): Promise<readonly string[]>;
  /** Since when nobody could say whether the reader may; null while it is known. */
  unsureSince: number | null;
  push(bytes: Uint8Array): void;
  /** Whether the reader has taken everything. */
  readonly isDrained: boolean;
  /** Did not keep up, and has not yet been told to read again. */
  readonly isBehind: boolean;
  /** What waits for the reader. */
  readonly queuedBytes: number;
};

export type SubscriberOptions = Pick<Subscriber, 'sessionId' | 'tab' | 'topics' | 'authorise'> & {
  /** More than this is not kept for a reader that does not read: it is told to read again instead. */
  longestQueueBytes: number;
  /** What such a reader is told, as of now. */
  sayReset(topics: readonly string[]): Uint8Array;
  onClose(): void;
};

/** Bytes are shared between readers: nobody may change them. */
export function createSubscriber(options: SubscriberOptions): Subscriber {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let isBehind = false;
  let isClosed = false;
  let ready = () => {};

  const subscriber: Subscriber = {
    sessionId: options.sessionId,
    tab: options.tab,
    topics: options.topics,
    authorise: options.authorise,
    unsureSince: null,
    get isDrained() {
      return waiting.length === 0 && !isBehind;
    },
    get isBehind() {
      return isBehind;
    },
    get queuedBytes() {
      return isBehind ? 0 : waitingBytes;
    },
    get isClosed() {
      return isClosed;
    },
    push(bytes) {
      if (isClosed || isBehind) {
        return;
      }
      waitingBytes += bytes.length;
      if (waitingBytes > options.longestQueueBytes) {
        isBehind = true;
        waiting = [];
      } else {
        waiting.push(bytes);
      }
      ready();
    },
    take() {
      if (isBehind) {
        isBehind = false;
        waitingBytes = 0;
        return options.sayReset(subscriber.topics);
      }
      const [first, second] = waiting;
      const taken = second === undefined ? (first ?? null) : Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
      return taken;
    },
    onReady(listener) {
      ready = listener;
    },
    close() {
      if (!isClosed) {
        isClosed = true;
        options.onClose();
        ready();
      }
    },
  };
  return subscriber;
}
