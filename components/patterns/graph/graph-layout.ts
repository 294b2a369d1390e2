import type { DrawnNode } from './graph-node.ts';

/** Four columns, down to the pods, beside the facts of an application at 1440 px. */
export const NODE_WIDTH = 164;
export const NODE_HEIGHT = 44;
const COLUMN = NODE_WIDTH + 24;
const ROW = NODE_HEIGHT + 10;
const MARGIN = 4;

export type Placed = { drawn: DrawnNode; x: number; y: number; parent: string | null; depth: number };
export type GraphEdge = { id: string; d: string; isAlso: boolean };
export type GraphLayout = { placed: Placed[]; edges: GraphEdge[]; width: number; height: number };

/** A tree from left to right: each leaf in a row of its own, each parent beside its first child, so that one reads on from the top. */
export function layOut(root: DrawnNode): GraphLayout {
  const placed: Placed[] = [];
  let rows = 0;
  let depths = 0;
  const place = (drawn: DrawnNode, parent: string | null, depth: number): number => {
    depths = Math.max(depths, depth);
    const entry: Placed = { drawn, x: MARGIN + depth * COLUMN, y: 0, parent, depth };
    placed.push(entry);
    if (drawn.children.length === 0) {
      entry.y = MARGIN + rows * ROW;
      rows += 1;
      return entry.y;
    }
    const [first = 0] = drawn.children.map((child) => place(child, drawn.id, depth + 1));
    entry.y = first;
    return first;
  };
  place(root, null, 0);
  return {
    placed,
    edges: edgesOf(placed),
    width: depths * COLUMN + NODE_WIDTH + 2 * MARGIN,
    height: Math.max(1, rows) * ROW - (ROW - NODE_HEIGHT) + 2 * MARGIN,
  };
}

function edgesOf(placed: readonly Placed[]): GraphEdge[] {
  const byId = new Map(placed.map((one) => [one.drawn.id, one]));
  return placed.flatMap((to) => {
    const owners = [
      ...(to.parent === null ? [] : [{ id: to.parent, isAlso: false }]),
      ...(to.drawn.node?.also ?? []).map((id) => ({ id, isAlso: true })),
    ];
    return owners.flatMap(({ id, isAlso }) => {
      const from = byId.get(id);
      return from === undefined ? [] : [{ id: `${id} ${to.drawn.id}`, d: pathBetween(from, to), isAlso }];
    });
  });
}

/** Along the gap between two columns, with right angles. */
function pathBetween(from: Placed, to: Placed): string {
  const [startX, startY] = [from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2];
  const [endX, endY] = [to.x, to.y + NODE_HEIGHT / 2];
  const middle = endX - (COLUMN - NODE_WIDTH) / 2;
  return `M${startX} ${startY}H${middle}V${endY}H${endX}`;
}

/** Where an arrow key leads: to the parent, the first child, or the nearest above or below in the same column. */
export function neighbour(placed: readonly Placed[], id: string, key: string): string | null {
  const here = placed.find(({ drawn }) => drawn.id === id);
  if (here === undefined) {
    return null;
  }
  if (key === 'ArrowLeft') {
    return here.parent;
  }
  if (key === 'ArrowRight') {
    return here.drawn.children[0]?.id ?? null;
  }
  const column = placed.filter(({ depth }) => depth === here.depth).toSorted((a, b) => a.y - b.y);
  const at = column.indexOf(here);
  const next = key === 'ArrowDown' ? column[at + 1] : key === 'ArrowUp' ? column[at - 1] : undefined;
  return next?.drawn.id ?? null;
}
