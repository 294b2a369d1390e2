import type { Random } from './mix.ts';
import { PODS_PER_NODE } from './workload-objects.ts';

/** Which node each pod runs on. */
export type Placement = {
  /** The node that is drawn for this text, or the next one that has room. Throws RangeError where none has. */
  anywhere(text: string): string;
  /** So many nodes with a free slice, the same one more than once where it has more; null when there are too few. */
  onCards(count: number): string[] | null;
};

export type Place = { name: string; slices: number };

export function createPlacement(random: Random, nodes: readonly Place[]): Placement {
  const taken = new Map<string, number>();
  const slots = slotsOf(nodes);
  let nextSlot = 0;
  const take = (node: string) => {
    taken.set(node, (taken.get(node) ?? 0) + 1);
    return node;
  };
  const hasRoom = (node: string, count = 1) => (taken.get(node) ?? 0) + count <= PODS_PER_NODE;
  return {
    anywhere(text) {
      const drawn = Math.floor(random.share(text) * nodes.length);
      for (let step = 0; step < nodes.length; step += 1) {
        const node = nodes[(drawn + step) % nodes.length]?.name;
        if (node !== undefined && hasRoom(node)) {
          return take(node);
        }
      }
      throw new RangeError(`no room for another pod: each node (${nodes.length}) holds ${PODS_PER_NODE}`);
    },
    onCards(count) {
      const chosen: string[] = [];
      let at = nextSlot;
      for (; at < slots.length && chosen.length < count; at += 1) {
        const node = slots[at] ?? '';
        if (hasRoom(node, 1 + chosen.filter((other) => other === node).length)) {
          chosen.push(node);
        }
      }
      if (chosen.length < count) {
        return null;
      }
      nextSlot = at;
      return chosen.map(take);
    },
  };
}

/** One entry for each slice: first one of every node, then the next of every node that has more. */
function slotsOf(nodes: readonly Place[]): string[] {
  const most = Math.max(0, ...nodes.map(({ slices }) => slices));
  return Array.from({ length: most }, (_, round) => nodes.filter(({ slices }) => slices > round)).flatMap((having) =>
    having.map(({ name }) => name),
  );
}
