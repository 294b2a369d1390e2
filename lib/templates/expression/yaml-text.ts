import { otherReading } from '#lib/domain/manifest/ambiguous.ts';
import { isRecord } from '#lib/domain/manifest/manifest.ts';

const LONGEST_PLAIN = 120;
const WORD = /^[A-Za-z0-9/][A-Za-z0-9_./:@+-]*$/;
const STARTS_LIKE_NUMBER = /^[-+.]?[0-9]/;
const IS_VERSION_OR_NAME = /^[0-9]+(?:\.[0-9]+){2,}$|^[0-9]+[A-Za-z][A-Za-z]*$|[/@]/;
const RESERVED = new Set(['true', 'false', 'null', 'nan', 'inf']);

/**
 * Writes a value as YAML that reads back as the same value and can end nothing around it, whatever the value holds. Text stands plain
 * where every parser agrees on it, else in double quotes. Without `indent`, lists and mappings are written in one line; with
 * it, they start on a new line and each line is indented by so many spaces.
 */
export function toYamlText(value: unknown, indent?: number): string {
  if (indent === undefined || !isCollection(value) || sizeOf(value) === 0) {
    return inline(value);
  }
  const margin = ' '.repeat(Math.max(0, Math.min(60, Math.trunc(indent))));
  return block(value)
    .map((line) => `\n${margin}${line}`)
    .join('');
}

function isCollection(value: unknown): value is unknown[] | Record<string, unknown> {
  return Array.isArray(value) || isRecord(value);
}

function sizeOf(value: unknown[] | Record<string, unknown>): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(inline).join(', ')}]`;
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, inner]) => `${scalar(key)}: ${inline(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return scalar(value);
}

function scalar(value: unknown): string {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? String(value) : 'null';
  }
  if (typeof value === 'string') {
    return isPlain(value) ? value : quote(value);
  }
  return typeof value === 'boolean' ? String(value) : 'null';
}

/** Whether a text means itself without quotes, to YAML 1.1 and 1.2, in blocks and in `[…]` alike. */
function isPlain(text: string): boolean {
  return (
    text.length > 0 &&
    text.length <= LONGEST_PLAIN &&
    text.split(' ').every((word) => WORD.test(word) && !word.endsWith(':')) &&
    !RESERVED.has(text.toLowerCase()) &&
    (!STARTS_LIKE_NUMBER.test(text) || IS_VERSION_OR_NAME.test(text)) &&
    otherReading(text) === null
  );
}

/** Control and format characters, line separators, halves of characters and all of the tags: what hides, or ends a line. */
const NEEDS_ESCAPE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0\ufff0-\uffff\u{e0000}-\u{e0fff}]/gu;

/**
 * Quotes a text. Single quotes take everything as it is, which is easier to read where there are double quotes or backslashes. Else JSON's
 * quotes, which are YAML's too; what a parser or a reader may take for a line break or for nothing is escaped.
 */
function quote(text: string): string {
  if (/["\\]/.test(text) && !text.includes("'") && text.search(NEEDS_ESCAPE) < 0) {
    return `'${text}'`;
  }
  return JSON.stringify(text).replace(NEEDS_ESCAPE, (character) => escaped(character.codePointAt(0) ?? 0));
}

/** Two halves with an escape each are a character to JSON, and an error to go-yaml, which Argo CD reads with (scannerc.go). */
function escaped(code: number): string {
  const isLong = code > 0xffff;
  return `${isLong ? '\\U' : '\\u'}${code.toString(16).padStart(isLong ? 8 : 4, '0')}`;
}

/** The lines of a list or mapping, as a careful person indents them. */
function block(value: unknown[] | Record<string, unknown>): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const lines = isCollection(item) && sizeOf(item) > 0 ? block(item) : [inline(item)];
      return lines.map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
    });
  }
  return Object.entries(value).flatMap(([key, inner]) => {
    if (!isCollection(inner) || sizeOf(inner) === 0) {
      return [`${scalar(key)}: ${inline(inner)}`];
    }
    return [`${scalar(key)}:`, ...block(inner).map((line) => `  ${line}`)];
  });
}
