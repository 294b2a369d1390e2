export type TokenKind = 'plain' | 'key' | 'string' | 'number' | 'literal' | 'comment' | 'mark';
export type Token = { kind: TokenKind; text: string };

/** What one line leaves open for the next: a block scalar (`|`, `>`) or a quoted string. */
type Open = { block: { parentIndent: number } | null; quote: '"' | "'" | null };

const LITERALS = new Set(['true', 'false', 'null', '~', 'True', 'False', 'TRUE', 'FALSE', 'Null', 'NULL']);
const NUMBER = /^[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;
const MAX_NUMBER_LENGTH = 40;

function isSpace(char: string | undefined): boolean {
  return char === ' ' || char === '\t';
}

function indentOf(line: string): number {
  let at = 0;
  while (isSpace(line[at])) {
    at += 1;
  }
  return at;
}

/** The index behind a quoted string that begins at `from`, or -1 when it goes on in the next line. */
function endOfQuote(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at += 1) {
    if (quote === '"' && line[at] === '\\') {
      at += 1;
    } else if (line[at] === quote) {
      if (quote === "'" && line[at + 1] === "'") {
        at += 1;
      } else {
        return at + 1;
      }
    }
  }
  return -1;
}

function isKeyEnd(line: string, at: number): boolean {
  return line[at] === ':' && (at + 1 >= line.length || isSpace(line[at + 1]));
}

/** The index of the colon that ends a key beginning at `from`, or -1 when no key begins there. */
function endOfKey(line: string, from: number, isInFlow: boolean): number {
  const first = line[from];
  if (first === '"' || first === "'") {
    const end = endOfQuote(line, from + 1, first);
    const colon = end < 0 ? -1 : end + indentOf(line.slice(end));
    return colon >= 0 && (isKeyEnd(line, colon) || (isInFlow && line[colon] === ':')) ? colon : -1;
  }
  for (let at = from; at < line.length; at += 1) {
    const char = line[at] ?? '';
    if (isKeyEnd(line, at)) {
      return at > from ? at : -1;
    }
    if ((char === '#' && isSpace(line[at - 1])) || ('{}[],'.includes(char) && (isInFlow || at === from))) {
      return -1;
    }
  }
  return -1;
}

function scalarKind(text: string): TokenKind {
  if (LITERALS.has(text)) {
    return 'literal';
  }
  return text.length <= MAX_NUMBER_LENGTH && NUMBER.test(text) ? 'number' : 'plain';
}

/** Reads one line from `at` on; keeps its place and how deep it is in `{}` and `[]`. */
class LineReader {
  readonly tokens: Token[] = [];
  private at = 0;
  private depth = 0;
  private readonly line: string;
  private readonly open: Open;

  constructor(line: string, open: Open) {
    this.line = line;
    this.open = open;
  }

  read(): Token[] {
    if (this.open.quote) {
      this.quoted(this.open.quote, 0);
    }
    this.take('plain', this.at + indentOf(this.line.slice(this.at)));
    this.dashes();
    while (this.at < this.line.length) {
      this.part();
    }
    return this.tokens;
  }

  private take(kind: TokenKind, end: number) {
    if (end > this.at) {
      this.tokens.push({ kind, text: this.line.slice(this.at, end) });
      this.at = end;
    }
  }

  private dashes() {
    while (this.line[this.at] === '-' && (this.at + 1 >= this.line.length || isSpace(this.line[this.at + 1]))) {
      this.take('mark', this.at + 1);
      this.take('plain', this.at + indentOf(this.line.slice(this.at)));
    }
  }

  private quoted(quote: '"' | "'", from: number) {
    const end = endOfQuote(this.line, from, quote);
    this.open.quote = end < 0 ? quote : null;
    this.take('string', end < 0 ? this.line.length : end);
  }

  private part() {
    const { line, at } = this;
    const char = line[at] ?? '';
    if (isSpace(char)) {
      this.take('plain', at + indentOf(line.slice(at)));
      return;
    }
    if (char === '#' && (at === 0 || isSpace(line[at - 1]))) {
      this.take('comment', line.length);
      return;
    }
    const colon = endOfKey(line, at, this.depth > 0);
    if (colon >= 0) {
      this.take('key', colon);
      this.take('mark', colon + 1);
      return;
    }
    this.value(char);
  }

  private value(char: string) {
    if (char === '"' || char === "'") {
      this.quoted(char, this.at + 1);
    } else if ('{['.includes(char) || ('}],'.includes(char) && this.depth > 0)) {
      this.depth += '{['.includes(char) ? 1 : char === ',' ? 0 : -1;
      this.take('mark', this.at + 1);
    } else if ((char === '|' || char === '>') && this.depth === 0) {
      this.blockHeader();
    } else if ('&*!'.includes(char)) {
      this.take('mark', this.endOfScalar(true));
    } else {
      const end = this.endOfScalar(false);
      this.take(scalarKind(this.line.slice(this.at, end)), end);
    }
  }

  /** `|`, `>-`, `|2+`: text follows in the lines that are further in than this one. */
  private blockHeader() {
    this.open.block = { parentIndent: indentOf(this.line) };
    this.take('mark', this.endOfScalar(true));
  }

  private endOfScalar(stopsAtSpace: boolean): number {
    let end = this.at;
    for (let at = this.at; at < this.line.length; at += 1) {
      const char = this.line[at] ?? '';
      if ((this.depth > 0 && ',]}'.includes(char)) || (isSpace(char) && (stopsAtSpace || this.line[at + 1] === '#'))) {
        break;
      }
      if (!isSpace(char)) {
        end = at + 1;
      }
    }
    return Math.max(end, this.at + 1);
  }
}

/** Colours for YAML, one list of tokens a line; joined they give the line back. Never throws; each line is read a fixed number of times. */
export function tokenizeYaml(lines: readonly string[]): Token[][] {
  const open: Open = { block: null, quote: null };
  return lines.map((line) => {
    if (open.block) {
      if (line.trim() === '' || indentOf(line) > open.block.parentIndent) {
        return line === '' ? [] : [{ kind: 'string', text: line }];
      }
      open.block = null;
    }
    if (!open.quote && (line === '---' || line === '...' || line.startsWith('--- '))) {
      return [{ kind: 'mark', text: line }];
    }
    return new LineReader(line, open).read();
  });
}
