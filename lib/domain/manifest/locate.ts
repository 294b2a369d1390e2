import { isAlias, isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { ManifestPath } from './manifest.ts';

/**
 * The line where the value at a path is written: that of its key or list item, or of its nearest parent.
 * An alias is followed to where its anchor is, since that is where the value stands.
 */
export function lineOfPath(
  root: Node | null,
  path: ManifestPath,
  targets: ReadonlyMap<Node, Node>,
  lineAt: (offset: number) => number,
): number {
  let node: unknown = root;
  let line = startLine(root, lineAt, 1);
  for (const step of path) {
    const collection = isAlias(node) ? targets.get(node) : node;
    if (isMap(collection)) {
      const pair = collection.items.find((item) => keyText(item) === String(step));
      if (pair === undefined) {
        return line;
      }
      line = startLine(pair.key, lineAt, line);
      node = pair.value;
    } else if (isSeq(collection) && typeof step === 'number' && step < collection.items.length) {
      node = collection.items[step];
      line = startLine(node, lineAt, line);
    } else {
      return line;
    }
  }
  return line;
}

function keyText(pair: Pair): string | null {
  return isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : null;
}

function startLine(node: unknown, lineAt: (offset: number) => number, fallback: number): number {
  const offset = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
  return offset === undefined ? fallback : lineAt(offset);
}
