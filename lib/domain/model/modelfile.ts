/** What of a Modelfile decides which model comes of it. */
export type Modelfile = {
  /** '' where it does not say. */
  from: string;
  /** In small letters, each as often as it stands there. */
  parameters: Record<string, string[]>;
  system: string;
};

/** Three quotes, a line with an end, or the rest of the line. */
const TRIPLE = '"""';
const MOST_LINES = 10_000;
const LONGEST_TEXT = 20_000;

/**
 * Reads a Modelfile as Ollama does (parser/parser.go): one instruction a line, in any case, with texts of several lines
 * in three quotes. What it does not know it leaves aside; it never throws.
 */
export function parseModelfile(text: string): Modelfile {
  const read: Modelfile = { from: '', parameters: {}, system: '' };
  const lines = text.split(/\r?\n/, MOST_LINES);
  for (let at = 0; at < lines.length; at += 1) {
    const match = /^\s*([A-Za-z]+)\s+(.*)$/.exec(lines[at] ?? '');
    if (match === null) {
      continue;
    }
    const [, word = '', rest = ''] = match;
    const { value, lastLine } = readValue(lines, at, rest.trim());
    at = lastLine;
    apply(read, word.toUpperCase(), value);
  }
  return read;
}

function apply(read: Modelfile, word: string, value: string): void {
  if (word === 'FROM') {
    read.from = value.trim();
  } else if (word === 'SYSTEM') {
    read.system = value.trim().slice(0, LONGEST_TEXT);
  } else if (word === 'PARAMETER') {
    const [, name = '', setting = ''] = /^(\S+)\s+([\s\S]*)$/.exec(value) ?? [];
    addParameter(read.parameters, name, setting);
  }
}

/** One more line of parameters, whether of a Modelfile or of what the server says of a model. */
export function addParameter(parameters: Record<string, string[]>, name: string, setting: string): void {
  const key = name.toLowerCase();
  if (/^[a-z][a-z0-9_]{0,60}$/.test(key)) {
    parameters[key] = [...(parameters[key] ?? []), unquoted(setting.trim()).slice(0, 1000)];
  }
}

function readValue(lines: readonly string[], at: number, rest: string): { value: string; lastLine: number } {
  const opened = rest.indexOf(TRIPLE);
  if (opened === -1) {
    return { value: unquoted(rest), lastLine: at };
  }
  const head = rest.slice(0, opened);
  const first = rest.slice(opened + TRIPLE.length);
  const parts: string[] = [];
  for (let line = at; line < lines.length; line += 1) {
    const part = line === at ? first : (lines[line] ?? '');
    const end = part.indexOf(TRIPLE);
    if (end !== -1) {
      return { value: head + [...parts, part.slice(0, end)].join('\n'), lastLine: line };
    }
    parts.push(part);
  }
  // It is never closed, which Ollama refuses: the line stands for itself, so that what follows is still read.
  return { value: rest, lastLine: at };
}

function unquoted(text: string): string {
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
