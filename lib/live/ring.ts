/** The last deltas of a topic, encoded, so that a reader who was away for a moment hears what it missed. */
export type Ring = {
  push(version: number, bytes: Buffer): void;
  /** What happened after a version; null when that is not all remembered. */
  since(version: number): { version: number; bytes: Buffer }[] | null;
  /** Forgets everything up to a version: readers from before must read again. */
  forget(version: number): void;
};

const MOST_DELTAS = 512;
const MOST_BYTES = 1024 * 1024;

/** @param start the version at which the topic begins to be remembered */
export function createRing(start: number): Ring {
  let deltas: { version: number; bytes: Buffer }[] = [];
  let bytesHeld = 0;
  let floor = start;
  return {
    push(version, bytes) {
      deltas.push({ version, bytes });
      bytesHeld += bytes.length;
      while (deltas.length > MOST_DELTAS || bytesHeld > MOST_BYTES) {
        const oldest = deltas.shift();
        if (oldest === undefined) {
          return;
        }
        bytesHeld -= oldest.bytes.length;
        floor = oldest.version;
      }
    },
    since: (version) => (version < floor ? null : deltas.filter((delta) => delta.version > version)),
    forget(version) {
      deltas = [];
      bytesHeld = 0;
      floor = version;
    },
  };
}
