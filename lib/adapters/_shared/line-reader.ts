const NEWLINE = 0x0a;

export type LineReader = {
  /** The lines that are complete with this piece, without their ends; empty lines are left out. */
  push(piece: Buffer): Buffer[];
};

/** A line grew longer than allowed. */
export class LineTooLongError extends Error {}

/** Cuts a stream into lines. Throws LineTooLongError when one is longer than `longestBytes`. */
export function createLineReader(longestBytes: number): LineReader {
  let started: Buffer[] = [];
  let startedBytes = 0;
  return {
    push(piece) {
      const lines: Buffer[] = [];
      let from = 0;
      for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
        const tail = piece.subarray(from, end);
        const line = startedBytes === 0 ? tail : Buffer.concat([...started, tail]);
        started = [];
        startedBytes = 0;
        from = end + 1;
        if (line.length > 0) {
          lines.push(line);
        }
      }
      if (from < piece.length) {
        started.push(piece.subarray(from));
        startedBytes += piece.length - from;
      }
      if (startedBytes > longestBytes) {
        throw new LineTooLongError(`a line is longer than ${longestBytes} bytes`);
      }
      return lines;
    },
  };
}
