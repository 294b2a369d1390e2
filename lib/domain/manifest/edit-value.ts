import type { Document, ToStringOptions } from 'yaml';
import { isSameJson } from '../json-schema/value-checks.ts';
import { otherReading } from './ambiguous.ts';
import { YAML_LIMITS } from './limits.ts';
import type { ManifestPath } from './manifest.ts';
import { readDocuments } from './read-documents.ts';
import { readParts } from './read-parts.ts';

/** One value of a file: which document by its place among those that are not empty, where in it, and what it shall be; `undefined` takes it away. */
export type ValueEdit = { document: number; path: ManifestPath; value?: unknown };

/**
 * The file with one value set or taken away. Comments, order and the way it is written stay, as far as that can be done; what
 * it says is what was asked for in any case. Null where that cannot be done surely: a file that cannot be read, a place that
 * is not there or is written elsewhere (an alias).
 */
export function editValue(file: string, edit: ValueEdit): string | null {
  const { documents, problems } = readDocuments(file, YAML_LIMITS);
  const target = documents.filter(({ contents }) => contents !== null)[edit.document];
  if (problems.length > 0 || target === undefined || edit.path.length === 0) {
    return null;
  }
  const style = styleOf(file);
  const untouched = write(documents, style);
  const edited = put(target, edit) ? writeSurely(documents, style) : null;
  if (edited === null) {
    return null;
  }
  const wanted = withValue(readParts(file).parts, edit);
  return [inTheStyleOf(file, untouched, edited), edited].find((text) => isReadAs(text, wanted)) ?? null;
}

function put(document: Document, { path, value }: ValueEdit): boolean {
  try {
    if (value === undefined) {
      return document.deleteIn(path);
    }
    // Lists and mappings on the way that are not there yet come with it.
    const depth = path.findIndex((_, index) => !document.hasIn(path.slice(0, index + 1))) + 1;
    const at = depth === 0 ? path.length : depth;
    const whole = valueWith(undefined, path.slice(at), value);
    document.setIn(path.slice(0, at), nodeOf(document, whole));
    return true;
  } catch {
    // The library's way of saying that something on the path is no mapping and no list.
    return false;
  }
}

/** Texts that other readers of YAML would take for something else are quoted: `yes`, `0644`. */
function nodeOf(document: Document, value: unknown): unknown {
  if (typeof value === 'string' && otherReading(value) !== null) {
    const node = document.createNode(value);
    node.type = 'QUOTE_DOUBLE';
    return node;
  }
  return typeof value === 'object' && value !== null ? document.createNode(value) : value;
}

/** Null where an edit took away what stands elsewhere as well (the anchor of an alias). */
function writeSurely(documents: readonly Document[], style: ToStringOptions): string | null {
  try {
    return write(documents, style);
  } catch {
    return null;
  }
}

function write(documents: readonly Document[], style: ToStringOptions): string {
  return documents.map((document) => document.toString(style)).join('');
}

/** How a file is written, where people differ. */
function styleOf(file: string): ToStringOptions {
  const list = /^( *)[^\s#-][^\n]*:[ \t]*\n(?:[ \t]*(?:#[^\n]*)?\n)*( *)- /m.exec(file);
  const step = /^( *)[^\s#-][^\n]*:[ \t]*\n\1( +)[^\s#-]/m.exec(file);
  return {
    lineWidth: 0,
    indent: step?.[2]?.length ?? 2,
    indentSeq: list === null || list[1] !== list[2],
    flowCollectionPadding: !/[:-] \{[^\s}]/.test(file),
  };
}

/**
 * The edited text with the lines that the edit left alone as they stand in the file: what the writer of YAML makes of spaces
 * and quotes is nothing that anybody asked for. Where line does not meet line, it is the edited text.
 */
function inTheStyleOf(file: string, untouched: string, edited: string): string {
  const whole = file.endsWith('\n') ? file : `${file}\n`;
  const [own, before, after] = [whole.split('\n'), untouched.split('\n'), edited.split('\n')];
  if (own.length !== before.length) {
    return edited;
  }
  let head = 0;
  while (head < before.length && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail += 1;
  }
  const shift = shiftAt(own, before, Math.min(head, before.length - 1), indentOf(after[head] ?? ''));
  return [
    ...own.slice(0, head),
    ...after.slice(head, after.length - tail).map((line) => shifted(line, shift)),
    ...(tail === 0 ? [] : own.slice(own.length - tail)),
  ].join('\n');
}

/** How much further in the file stands what is this deep in the written text, by the nearest line from `from` upwards that is. */
function shiftAt(own: readonly string[], before: readonly string[], from: number, depth: number): number {
  for (let at = from; at >= 0; at -= 1) {
    const line = before[at] ?? '';
    if (line.trim() !== '' && indentOf(line) === depth) {
      return indentOf(own[at] ?? '') - depth;
    }
  }
  return 0;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function shifted(line: string, by: number): string {
  return by >= 0 ? `${line === '' ? '' : ' '.repeat(by)}${line}` : line.slice(Math.min(-by, indentOf(line)));
}

/** What an edit of text did is not taken on trust. */
function isReadAs(text: string, wanted: readonly unknown[]): boolean {
  const { parts, problems } = readParts(text);
  return problems.length === 0 && isSameJson(parts, [...wanted]);
}

function withValue(parts: readonly unknown[], { document, path, value }: ValueEdit): unknown[] {
  return parts.map((part, index) => (index === document ? valueWith(part, path, value) : part));
}

/** A value with another at a path, or without it where that is undefined. The rest is shared. */
export function valueWith(root: unknown, [step, ...rest]: ManifestPath, value: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  const isLast = rest.length === 0;
  if (Array.isArray(root) || (root === undefined && typeof step === 'number')) {
    const list: unknown[] = Array.isArray(root) ? root : [];
    const index = Number(step);
    return isLast && value === undefined
      ? list.toSpliced(index, 1)
      : list.toSpliced(index, 1, valueWith(list[index], rest, value));
  }
  const { [step]: known, ...others } = Object(root) as Record<string, unknown>;
  if (isLast && value === undefined) {
    return others;
  }
  return { ...Object(root), [step]: valueWith(known, rest, value) };
}
