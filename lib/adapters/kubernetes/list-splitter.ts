/** What stands around the items of a list, parsed: kind, metadata and whatever else the server sends. */
export type ListFrame = Record<string, unknown>;

export type ListSplitter = {
  push(piece: Buffer): void;
  /** The frame, once everything was pushed. Throws SyntaxError when what was pushed is not one whole JSON object. */
  end(): ListFrame;
};

export type ListSplitterOptions = {
  /** The text of one item, as soon as it is complete. The bytes are only valid during the call. */
  onItem(bytes: Buffer): void;
  /** An item that is larger than `longestItemBytes` was left out. */
  onOversized(): void;
  longestItemBytes: number;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Inside the list's object, inside its items, inside one item. */
const IN_LIST = 1;
const IN_ITEMS = 2;

const LONGEST_FRAME_BYTES = 1024 * 1024;
/** Enough for the name of a field and the spaces around its colon. */
const LONGEST_TAIL = 32;

/**
 * Takes the JSON of a Kubernetes list apart while it arrives, so that neither its text nor its objects are ever held
 * whole, and each item can be parsed on its own: a list of many megabytes never blocks the event loop. The order of
 * the list's fields does not matter (lists of custom resources have their metadata after the items).
 */
export function createListSplitter(options: ListSplitterOptions): ListSplitter {
  const frame = createFrame();
  const item = createItem(options);
  let piece: Buffer = Buffer.alloc(0);
  /** Where in the piece the text begins that is not yet given on. */
  let from = 0;
  let depth = 0;
  let inItems = false;

  const scan = createBracketScanner({
    onOpen(index, byte) {
      if (inItems && depth === IN_ITEMS) {
        from = index;
      } else if (byte === OPEN_BRACKET && depth === IN_LIST) {
        frame.add(piece.subarray(from, index + 1));
        from = index + 1;
        inItems = frame.endsBeforeItems();
      }
      depth += 1;
    },
    onClose(index) {
      depth -= 1;
      if (inItems && depth === IN_ITEMS) {
        item.finish(piece.subarray(from, index + 1));
      } else if (inItems && depth === IN_LIST) {
        inItems = false;
        from = index;
      }
    },
  });

  return {
    push(next) {
      piece = next;
      from = 0;
      scan.push(next);
      if (!inItems) {
        frame.add(piece.subarray(from));
      } else if (depth > IN_ITEMS) {
        item.add(piece.subarray(from));
      }
    },
    end() {
      if (depth !== 0 || scan.isInString()) {
        throw new SyntaxError('the list is cut short');
      }
      return frame.parse();
    },
  };
}

type BracketScannerOptions = {
  onOpen(index: number, byte: number): void;
  onClose(index: number): void;
};

/**
 * Finds the brackets and braces of JSON that are not inside strings. Every byte passes here once, and what it has to
 * remember between two pieces is looked at once a piece: that is a third of the time.
 */
function createBracketScanner({ onOpen, onClose }: BracketScannerOptions) {
  let inString = false;
  /** The piece before ended with a backslash. */
  let isEscaped = false;

  /** Goes on inside a string and gives the index of the quote that ends it, or past the end. */
  const endOfString = (bytes: Buffer, start: number): number => {
    const end = bytes.length;
    let index = start;
    if (isEscaped && index < end) {
      isEscaped = false;
      index += 1;
    }
    while (index < end) {
      const byte = bytes[index];
      if (byte === QUOTE) {
        return index;
      }
      index += byte === BACKSLASH ? 2 : 1;
    }
    isEscaped = index > end;
    return end;
  };

  return {
    push(bytes: Buffer) {
      const end = bytes.length;
      let index = 0;
      if (inString) {
        index = endOfString(bytes, 0);
        inString = index === end;
        index += 1;
      }
      for (; index < end; index += 1) {
        const byte = bytes[index];
        if (byte === QUOTE) {
          index = endOfString(bytes, index + 1);
          inString = index === end;
        } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
          onOpen(index, byte);
        } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
          onClose(index);
        }
      }
    },
    isInString: () => inString,
  };
}

/** The text of the list without its items. */
function createFrame() {
  const pieces: Buffer[] = [];
  let bytes = 0;
  let tail = '';
  return {
    add(piece: Buffer) {
      bytes += piece.length;
      if (bytes > LONGEST_FRAME_BYTES) {
        throw new SyntaxError('it is no list');
      }
      pieces.push(Buffer.from(piece));
      tail = (tail + piece.subarray(-LONGEST_TAIL).toString('latin1')).slice(-LONGEST_TAIL);
    },
    /** Whether the bracket that was added last opens the list's items. */
    endsBeforeItems: () => /"items"\s*:\s*\[$/.test(tail),
    parse(): ListFrame {
      const parsed: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
      if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
        throw new SyntaxError('it is no list');
      }
      return parsed as ListFrame;
    },
  };
}

/** One item, which may arrive in several pieces. */
function createItem({ onItem, onOversized, longestItemBytes }: ListSplitterOptions) {
  let pieces: Buffer[] = [];
  let bytes = 0;
  const add = (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > longestItemBytes) {
      pieces = [];
    } else {
      pieces.push(piece);
    }
  };
  return {
    add,
    finish(last: Buffer) {
      if (bytes + last.length > longestItemBytes) {
        onOversized();
      } else {
        onItem(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
      }
      pieces = [];
      bytes = 0;
    },
  };
}
