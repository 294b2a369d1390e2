import type { ServerResponse } from 'node:http';

/**
 * How a stream treats its lines. `normal` sends them; the others are faults that stay with the stream to its end:
 * `doubled` sends each event twice, `swapped` changes the order of each two, `withheld` sends bookmarks only,
 * `silent` sends nothing more but still ends in time, `dead` neither sends nor ends.
 */
export type LineMode = 'normal' | 'doubled' | 'swapped' | 'withheld' | 'silent' | 'dead';

/** The wire end of a watch: one line an event, each flushed as it comes. */
export type LineWriter = {
  readonly mode: LineMode;
  setMode(mode: LineMode): void;
  /** Sends an event. */
  event(line: Buffer): void;
  /** Sends what is no event, also when events are withheld. */
  other(line: Buffer): void;
  /** Whether so much waits to be sent that nothing should be added. */
  readonly isFull: boolean;
  /** Ends the answer, unless the stream is dead. */
  end(): void;
};

/** How much may wait for a slow reader; what comes after it is read from the event log again. */
const FULL_BYTES = 1024 * 1024;
/** How long the second event of a swapped pair is waited for, in real ms. */
const SWAP_WAIT_MS = 200;

export function createLineWriter(response: ServerResponse): LineWriter {
  let mode: LineMode = 'normal';
  let held: Buffer | null = null;
  let timer: NodeJS.Timeout | undefined;

  const release = () => {
    clearTimeout(timer);
    if (held !== null && !response.writableEnded) {
      response.write(held);
    }
    held = null;
  };
  const swap = (line: Buffer) => {
    if (held === null) {
      held = line;
      timer = setTimeout(release, SWAP_WAIT_MS);
    } else {
      response.write(line);
      release();
    }
  };
  response.on('close', () => clearTimeout(timer));

  return {
    get mode() {
      return mode;
    },
    setMode(next) {
      release();
      mode = next;
    },
    event(line) {
      switch (mode) {
        case 'normal':
          response.write(line);
          break;
        case 'doubled':
          response.write(line);
          response.write(line);
          break;
        case 'swapped':
          swap(line);
          break;
        default:
          // Withheld, silent or dead: the reader never hears of it on this stream.
          break;
      }
    },
    other(line) {
      release();
      if (mode !== 'silent' && mode !== 'dead') {
        response.write(line);
      }
    },
    get isFull() {
      return response.writableLength > FULL_BYTES;
    },
    end() {
      if (mode !== 'dead') {
        release();
        response.end();
      }
    },
  };
}
