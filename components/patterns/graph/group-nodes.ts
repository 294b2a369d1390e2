import type { DrawnNode, GraphMark, GraphNode } from './graph-node.ts';

/** Up to so many are drawn one by one. */
export const FEW_NODES = 60;
/** Of many of one kind, so many are drawn beside the group: those in trouble. */
const MOST_ALONE = 3;
/** What is opened is not endless either. */
export const MOST_OPENED = 60;

/**
 * What is drawn of a graph: everything where there is little; else each kind under each parent as one node with how many
 * there are and how they are, and beside it those in the worst trouble.
 * @param open ids of the groups that somebody has opened
 */
export function groupNodes(root: GraphNode, open: ReadonlySet<string>): DrawnNode {
  return draw(root, open, countNodes(root) <= FEW_NODES);
}

export function countNodes(root: GraphNode): number {
  let count = 0;
  const rest = [root];
  for (const node of rest) {
    count += 1;
    rest.push(...node.children);
  }
  return count;
}

function draw(node: GraphNode, open: ReadonlySet<string>, drawsAll: boolean): DrawnNode {
  const kinds = Map.groupBy(node.children, ({ kind }) => kind);
  const children = [...kinds].flatMap(([kind, all]) => {
    if (drawsAll || all.length <= MOST_ALONE) {
      return byTrouble(all).map((child) => draw(child, open, drawsAll));
    }
    const id = `${node.id} ${kind}`;
    const sorted = byTrouble(all);
    const alone = sorted.slice(0, MOST_ALONE).filter((child) => worst(child) > 0);
    const rest = sorted.slice(alone.length);
    const isOpen = open.has(id);
    const opened = isOpen ? rest.slice(0, MOST_OPENED) : [];
    const left = isOpen ? rest.length - opened.length : 0;
    const group = { id, kind, count: rest.length, marks: marksOf(rest), isOpen, left };
    return [
      ...alone.map((child) => draw(child, open, drawsAll)),
      { id, node: null, group, children: opened.map((child) => draw(child, open, drawsAll)) },
    ];
  });
  return { id: node.id, node, group: null, children };
}

function byTrouble(nodes: readonly GraphNode[]): GraphNode[] {
  const ranks = new Map(nodes.map((node) => [node, worst(node)]));
  return nodes.toSorted((a, b) => (ranks.get(b) ?? 0) - (ranks.get(a) ?? 0) || (a.name < b.name ? -1 : 1));
}

/** Of it and of all that hangs on it. */
function worst(node: GraphNode): number {
  return node.children.reduce((rank, child) => Math.max(rank, worst(child)), node.trouble);
}

/** How the members of a group are: the worst first, each state with how many are in it. */
function marksOf(nodes: readonly GraphNode[]): GraphMark[] {
  const counts = new Map<string, { mark: GraphMark; count: number; trouble: number }>();
  for (const { marks, trouble } of nodes) {
    const [mark] = marks;
    if (mark !== undefined) {
      const known = counts.get(mark.word);
      counts.set(mark.word, { mark, count: (known?.count ?? 0) + 1, trouble: Math.max(known?.trouble ?? 0, trouble) });
    }
  }
  return [...counts.values()]
    .toSorted((a, b) => b.trouble - a.trouble || b.count - a.count)
    .slice(0, 3)
    .map(({ mark: { icon, tone, word }, count }) => ({ icon, tone, word: `${count} ${word}` }));
}
