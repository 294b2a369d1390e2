import type { Random } from './mix.ts';
import { isCardNode, PODS_PER_NODE, SLICES_PER_CARD } from './workload-objects.ts';

/** Which node each pod runs on. */
export type Placement = {
  /** The node that is drawn for this text, or the next one that has room. Throws RangeError where none has. */
  anywhere(text: string): string;
  /** So many nodes with a free slice, the same one more than once where it has more; null when there are too few. */
  onCards(count: number): string[] | null;
};

export function createPlacement(random: Random, nodes: readonly string[]): Placement {
  const taken = new Map<string, number>();
  const cards = nodes.filter(isCardNode);
  let slicesTaken = 0;
  const take = (node: string) => {
    taken.set(node, (taken.get(node) ?? 0) + 1);
    return node;
  };
  const hasRoom = (node: string, count = 1) => (taken.get(node) ?? 0) + count <= PODS_PER_NODE;
  return {
    anywhere(text) {
      const drawn = Math.floor(random.share(text) * nodes.length);
      for (let step = 0; step < nodes.length; step += 1) {
        const node = nodes[(drawn + step) % nodes.length];
        if (node !== undefined && hasRoom(node)) {
          return take(node);
        }
      }
      throw new RangeError(`no room for another pod: each node (${nodes.length}) holds ${PODS_PER_NODE}`);
    },
    onCards(count) {
      if (slicesTaken + count > cards.length * SLICES_PER_CARD || !cards.every((node) => hasRoom(node, count))) {
        return null;
      }
      const chosen = Array.from({ length: count }, (_, slice) => cards[(slicesTaken + slice) % cards.length] ?? '');
      slicesTaken += count;
      return chosen.map(take);
    },
  };
}
