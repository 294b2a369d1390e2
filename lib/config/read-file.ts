import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { ConfigFile } from './schema.ts';
import { expectation } from './wording.ts';

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
        place: `${name}:${error.linePos?.[0].line ?? 1}:${error.linePos?.[0].col ?? 1}`,
        key: '',
        message: error.message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? 'this is not YAML',
      })),
    );
  }
  // With its input, an issue can tell what is missing from what is of another type.
  const parsed = ConfigFile.safeParse(toValue(document, name), { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => toProblems(issue, document, lines, name));
    // What is of another type can be too small besides; the first thing said of a value is enough.
    const first = problems.filter((one, index) => problems.findIndex(({ key }) => key === one.key) === index);
    throw new ConfigError(first.toSorted((a, b) => lineOf(a) - lineOf(b)));
  }
  return parsed.data;
}

function toValue(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 }) ?? {};
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError([{ place: `${name}:1:1`, key: '', message }]);
  }
}

function lineOf({ place }: ConfigProblem): number {
  return Number(place.split(':').at(-2));
}

function toProblems(issue: z.core.$ZodIssue, document: Document, lines: LineCounter, name: string): ConfigProblem[] {
  const at = (path: PropertyKey[], isKey: boolean) => `${name}:${placeOf(path, isKey, document, lines)}`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      place: at([...issue.path, key], true),
      key: dotted([...issue.path, key]),
      message: 'there is no such key; see docs/configuration.md for those there are',
    }));
  }
  return [{ place: at(issue.path, false), key: dotted(issue.path), message: expectation(issue) }];
}

function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`))
    .join('');
}

/** Line and column of the value (of the key where that is what is wrong), or of the nearest key above it in the file. */
function placeOf(path: readonly PropertyKey[], isKey: boolean, document: Document, lines: LineCounter): string {
  for (let length = path.length; length > 0; length -= 1) {
    const keys = path.slice(0, length);
    const parent = document.getIn(keys.slice(0, -1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === String(keys.at(-1))) : undefined;
    const value = document.getIn(keys, true);
    const node = length === path.length && !isKey && isNode(value) ? value : (pair?.key ?? value);
    if (isNode(node) && node.range) {
      const { line, col } = lines.linePos(node.range[0]);
      return `${line}:${col}`;
    }
  }
  return '1:1';
}
