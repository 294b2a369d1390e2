import type { NodeGpu } from '#lib/domain/gpu/gpu.ts';

/** How the cards of a node are divided, in a sentence that says what it means for memory. */
export function sharingInWords({ sharing, replicas }: Pick<NodeGpu, 'sharing' | 'replicas'>): string {
  switch (sharing) {
    case 'none':
      return 'Not shared: a pod has a card to itself.';
    case 'time-slicing':
      return `${replicas} slices share one memory: a slice is a turn on the card, and nothing keeps a pod from filling all of it.`;
    case 'mps':
      return `Shared by MPS: each of ${replicas} pods gets 1/${replicas} of the memory and of the compute of a card.`;
    case 'mig-single':
    case 'mig-mixed':
      return 'Cut by MIG: each slice has memory and compute of its own, with walls in the hardware.';
    case 'unknown':
      return 'Nothing on the node tells whether these are whole cards or shares of them: GPU Feature Discovery would.';
    case 'hami':
      return 'HAMi keeps the books: memory and cores decide what fits, slots are only the most there can be.';
  }
}

/** `2 × NVIDIA GeForce RTX 5080`, `at least 8 × NVIDIA H20`. */
export function cardsInWords({ count, product, vendor }: Pick<NodeGpu, 'count' | 'product' | 'vendor'>): string {
  const name = product || `${vendor} GPU`;
  if (count === null) {
    return name;
  }
  return `${count.isAtLeast ? 'at least ' : ''}${count.cards} × ${name}`;
}
