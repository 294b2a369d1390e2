import { isMap, isPair, isScalar, type Node, type YAMLMap } from 'yaml';
import { isSameJson } from '../json-schema/value-checks.ts';
import { fieldsOf } from '../value/fields.ts';
import { YAML_LIMITS } from './limits.ts';
import { parseManifest } from './parse.ts';
import { readDocuments } from './read-documents.ts';

export type TextToAdd = {
  /** Which document, by its place in the file. */
  document: number;
  /** The keys that lead to the mapping. */
  path: readonly string[];
  key: string;
  text: string;
};

/**
 * Adds a text of several lines under a new key as the first entry of a mapping, and leaves every other character of
 * the file as it is. Null where that cannot be done surely: no such mapping, one that is empty or written in braces, a
 * key that is there already, or a result that would not read as the same with the text in it.
 */
export function addText(file: string, { document, path, key, text }: TextToAdd): string | null {
  const roots = readDocuments(file, YAML_LIMITS).documents.flatMap(({ contents }) =>
    contents === null ? [] : [contents],
  );
  const found = mappingAt(roots[document] ?? null, path);
  if (found === null || found.mapping.has(key)) {
    return null;
  }
  const [first] = found.mapping.items;
  const at = isPair(first) && isScalar(first.key) ? first.key.range?.[0] : undefined;
  const lineEnd = file.indexOf('\n', found.keyEnd);
  if (at === undefined || lineEnd === -1 || lineEnd > at) {
    return null;
  }
  const indent = file.slice(file.lastIndexOf('\n', at - 1) + 1, at);
  const lines = text.trimEnd().split('\n');
  const entry = [`${indent}${key}: |`, ...lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)), ''].join(
    '\n',
  );
  const changed = `${file.slice(0, lineEnd + 1)}${entry}${file.slice(lineEnd + 1)}`;
  return /^ *$/.test(indent) && isOnlyAddition(file, changed, { document, path, key, text }) ? changed : null;
}

function mappingAt(root: Node | null, path: readonly string[]): { mapping: YAMLMap; keyEnd: number } | null {
  let node: unknown = root;
  let keyEnd: number | undefined;
  for (const step of path) {
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === step) : undefined;
    node = pair?.value;
    keyEnd = isScalar(pair?.key) ? pair.key.range?.[1] : undefined;
  }
  return isMap(node) && !node.flow && keyEnd !== undefined ? { mapping: node, keyEnd } : null;
}

/** Reads both and compares: what an edit of text did is not taken on trust. */
function isOnlyAddition(before: string, after: string, { document, path, key, text }: TextToAdd): boolean {
  const [was, is] = [parseManifest(before), parseManifest(after)];
  const wanted = was.documents.map(({ value }, index) =>
    index === document ? withText(value, path, [key, `${text.trimEnd()}\n`]) : value,
  );
  return (
    is.problems.length === was.problems.length &&
    isSameJson(
      is.documents.map(({ value }) => value),
      wanted,
    )
  );
}

function withText(value: unknown, [step, ...rest]: readonly string[], [key, text]: [string, string]): unknown {
  const fields = fieldsOf(value);
  return step === undefined
    ? { ...fields, [key]: text }
    : { ...fields, [step]: withText(fields[step], rest, [key, text]) };
}
