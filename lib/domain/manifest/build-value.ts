import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { otherReading } from './ambiguous.ts';
import type { YamlLimits } from './limits.ts';
import type { AmbiguousScalar, ManifestProblem } from './manifest.ts';

export type BuiltValue = {
  value: unknown;
  ambiguous: AmbiguousScalar[];
  problems: ManifestProblem[];
  /** What each alias of this document points at. */
  targets: ReadonlyMap<Node, Node>;
};

/** A value with what it costs to walk it once every alias is written out. */
type Sized = { value: unknown; values: number; height: number };

type Build = {
  lineOf(node: Node): number;
  limits: YamlLimits;
  problems: ManifestProblem[];
  ambiguous: AmbiguousScalar[];
  targets: Map<Node, Node>;
  /** By name, the anchor that an alias met now would mean; not yet sized while it is being built. */
  anchors: Map<string, { node: Node; sized: Sized | null }>;
  path: (string | number)[];
  aliases: number;
};

const PLAIN_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);
const ABSENT: Sized = { value: null, values: 1, height: 0 };

class Refused extends Error {
  readonly problem: ManifestProblem;

  constructor(line: number, message: string) {
    super(message);
    this.problem = { line, message };
  }
}

/**
 * Turns a document's syntax tree into plain JSON values. Aliases become shared references, counted as if they were
 * written out; beyond the limits the value is null and the one problem says why.
 */
export function buildValue(
  document: Document.Parsed,
  lineAt: (offset: number) => number,
  limits: YamlLimits,
): BuiltValue {
  const build: Build = {
    lineOf: (node) => lineAt(node.range?.[0] ?? 0),
    limits,
    problems: [],
    ambiguous: [],
    targets: new Map(),
    anchors: new Map(),
    path: [],
    aliases: 0,
  };
  const { ambiguous, problems, targets } = build;
  try {
    const { value } = buildNode(build, document.contents, 0);
    return { value, ambiguous, problems, targets };
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    return { value: null, ambiguous: [], problems: [error.problem], targets };
  }
}

function buildNode(build: Build, node: unknown, depth: number): Sized {
  if (isAlias(node)) {
    return followAlias(build, node, node.source, depth);
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) {
    return ABSENT;
  }
  const anchored = { node, sized: null as Sized | null };
  if (node.anchor !== undefined) {
    build.anchors.set(node.anchor, anchored);
  }
  if (node.tag !== undefined && !PLAIN_TAGS.has(node.tag)) {
    const message = `the tag ${node.tag.slice(0, 60)} has no meaning in a manifest`;
    build.problems.push({ line: build.lineOf(node), message });
  }
  const sized = isScalar(node)
    ? buildScalar(build, node)
    : isMap(node)
      ? buildMapping(build, node, depth)
      : buildList(build, node, depth);
  if (sized.values > build.limits.values) {
    throw new Refused(build.lineOf(node), `the document comes to more than ${build.limits.values} values`);
  }
  anchored.sized = sized;
  return sized;
}

function followAlias(build: Build, alias: Node, name: string, depth: number): Sized {
  build.aliases += 1;
  const line = build.lineOf(alias);
  if (build.aliases > build.limits.aliases) {
    throw new Refused(line, `the document uses more than ${build.limits.aliases} aliases`);
  }
  const anchor = build.anchors.get(name);
  if (anchor === undefined) {
    build.problems.push({ line, message: `*${name.slice(0, 60)} refers to an anchor that is not defined before it` });
    return ABSENT;
  }
  if (anchor.sized === null) {
    throw new Refused(line, `*${name.slice(0, 60)} contains itself`);
  }
  if (depth + anchor.sized.height > build.limits.depth) {
    throw new Refused(line, `the document is nested more than ${build.limits.depth} levels deep`);
  }
  build.targets.set(alias, anchor.node);
  return anchor.sized;
}

function buildScalar(build: Build, node: Node & { value: unknown; type?: string; source?: string }): Sized {
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
    const message = `${String(node.source).slice(0, 60)} is not a number that a manifest can hold`;
    build.problems.push({ line: build.lineOf(node), message });
    return ABSENT;
  }
  if (node.source !== undefined) {
    noteOtherReading(build, node, node.source, (reading) => reading);
  }
  return { value: node.value, values: 1, height: 0 };
}

function noteOtherReading(
  build: Build,
  node: Node & { type?: string },
  text: string,
  name: (reading: string) => string,
): void {
  const other = node.type === 'PLAIN' && node.tag === undefined ? otherReading(text) : null;
  if (other !== null) {
    const reading = name(other.reading);
    build.ambiguous.push({
      path: [...build.path],
      line: build.lineOf(node),
      text,
      reading,
      changesType: other.changesType,
    });
  }
}

function buildList(build: Build, node: YAMLSeq, depth: number): Sized {
  const value: unknown[] = [];
  const total = { value, values: 1, height: 1 };
  for (const [index, item] of node.items.entries()) {
    build.path.push(index);
    value.push(grow(total, buildNode(build, item, depth + 1)));
    build.path.pop();
  }
  return total;
}

function buildMapping(build: Build, node: YAMLMap, depth: number): Sized {
  const value: Record<string, unknown> = {};
  const total = { value, values: 1, height: 1 };
  const firstLine = new Map<string, number>();
  for (const pair of node.items) {
    const key = buildKey(build, pair, node, firstLine);
    build.path.push(key ?? '');
    if (key !== null && isScalar(pair.key)) {
      noteOtherReading(build, pair.key, key, (reading) => `the key "${reading}"`);
    }
    const entry = grow(total, buildNode(build, pair.value, depth + 1));
    build.path.pop();
    if (key !== null) {
      value[key] = entry;
    }
  }
  return total;
}

/** Counts a part into its parent and gives its value. */
function grow(total: Sized, part: Sized): unknown {
  total.values += part.values;
  total.height = Math.max(total.height, part.height + 1);
  return part.value;
}

/** The key as text, or null with a problem noted: the pair is then left out. */
function buildKey(build: Build, pair: Pair, parent: YAMLMap, firstLine: Map<string, number>): string | null {
  const key = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
  const line = build.lineOf(isScalar(pair.key) ? pair.key : parent);
  const problem = key === null ? 'a key must be plain text' : keyProblem(key, firstLine.get(key));
  if (key === null || problem !== null) {
    build.problems.push({ line, message: problem ?? '' });
    return null;
  }
  firstLine.set(key, line);
  return key;
}

function keyProblem(key: string, lineOfFirst: number | undefined): string | null {
  if (key === '<<') {
    return 'merge keys (<<) are not part of YAML 1.2: write the fields out';
  }
  if (key === '__proto__') {
    return 'the key __proto__ is not allowed';
  }
  return lineOfFirst === undefined ? null : `the key "${key.slice(0, 60)}" is already there in line ${lineOfFirst}`;
}
