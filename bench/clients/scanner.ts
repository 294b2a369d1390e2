const ROW = '"revision":"';
const STAMP_LENGTH = 8;
const EVENT = '\nevent: ';
/** The shortest name of an event has four letters and a line end. */
const NAME_LENGTH = 5;
/** Longer than any of what is looked for. */
const LONGEST = ROW.length + STAMP_LENGTH;

export type Found = {
  row(stamp: string): void;
  event(): void;
  reset(): void;
};

/**
 * Finds rows and events in a stream without reading it as JSON, because the one who measures must be faster than the
 * measured. Pieces may be cut anywhere.
 */
export function createScanner(found: Found): (piece: Buffer) => void {
  let tail = '';
  return (piece) => {
    const text = tail + piece.toString('latin1');
    let end = 0;
    const each = (what: string, longer: number, tell: (at: number) => void) => {
      for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) {
        if (at + what.length + longer > text.length) {
          return;
        }
        end = Math.max(end, at + what.length + longer);
        tell(at + what.length);
      }
    };
    each(ROW, STAMP_LENGTH, (at) => found.row(text.slice(at, at + STAMP_LENGTH)));
    each(EVENT, NAME_LENGTH, (at) => {
      found.event();
      if (text.startsWith('reset', at)) {
        found.reset();
      }
    });
    tail = text.slice(Math.max(end, text.length - LONGEST));
  };
}
