import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { ConfigFile } from './schema.ts';

/** Reads and checks the configuration file. Throws ConfigError with every problem, each at its line. */
export function readConfigFile(path: string): ConfigFile {
  return parseConfig(readText(path), basename(path));
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const message = missing
      ? 'there is no such file; copy docs/portolan.example.yaml, or name another one with PORTOLAN_CONFIG'
      : `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new ConfigError([{ place: path, key: '', message }]);
  }
}

/** @param name the file's name as problems shall call it */
export function parseConfig(text: string, name: string): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map((error) => ({
        place: `${name}:${error.linePos?.[0].line ?? 1}`,
        key: '',
        message: error.message.split('\n', 1)[0] ?? 'this is not YAML',
      })),
    );
  }
  const parsed = ConfigFile.safeParse(document.toJS({ maxAliasCount: 20 }) ?? {});
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.flatMap((issue) => toProblems(issue, document, lines, name)));
  }
  return parsed.data;
}

type Issue = z.core.$ZodIssue;

function toProblems(issue: Issue, document: Document, lines: LineCounter, name: string): ConfigProblem[] {
  const at = (path: PropertyKey[]) => `${name}:${lineOf(path, document, lines)}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: at([...issue.path, key]),
      key: dotted([...issue.path, key]),
      message: 'there is no such key; see docs/configuration.md for those there are',
    }));
  }
  return [{ place: at(issue.path), key: dotted(issue.path), message: expected(issue) }];
}

function expected(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return `it is missing; expected ${issue.expected === 'string' ? 'a text' : `a value of type ${issue.expected}`}`;
  }
  if (issue.code === 'custom' || issue.code === 'invalid_format' || issue.code === 'invalid_value') {
    return `expected ${issue.message.replace(/^Invalid (option|input): expected /, '')}`;
  }
  return issue.message;
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** The line of the value, or of the nearest thing above it that is in the file. */
function lineOf(path: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length);
    const parent = document.getIn(keys.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(keys.at(-1))) : undefined;
    const node = pair?.key ?? document.getIn(keys, true);
    if (isNode(node) && node.range) {
      return lines.linePos(node.range[0]).line;
    }
  }
  return 1;
}
