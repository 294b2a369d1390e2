/**
 * How the cards of a node are divided among pods. Only MIG walls memory off; MPS keeps each client to its share of it;
 * with `time-slicing` every holder sees, and can fill, the memory of the whole card. `hami`: its own scheduler keeps
 * books of memory and cores. `unknown`: the node hands out slices, and nothing tells what they are.
 */
export type Sharing = 'none' | 'time-slicing' | 'mps' | 'mig-single' | 'mig-mixed' | 'hami' | 'unknown';

/** One resource that pods ask for, and how much of it a node hands out. */
export type SlicePool = {
  /** `nvidia.com/gpu`, `nvidia.com/gpu.shared`, `nvidia.com/mig-1g.10gb`. */
  resource: string;
  /** `1g.10gb` of MIG; '' for whole cards and shares of them. */
  profile: string;
  /** What the kubelet has, and what of it works and is handed out. */
  capacity: number;
  allocatable: number;
  /** Slices that one device is handed out as; 1 where each holder has it alone. MIG devices can be shared as well. */
  perDevice: number;
  /** Memory that belongs to one slice alone, in MiB; null where the holders share the card's, or nobody says. */
  memoryMiB: number | null;
};

/** How many cards there are; `atLeast` where what is known does not tell them apart. */
export type CardCount = { cards: number; isAtLeast: boolean };

/** What a node says of its cards. */
export type NodeGpu = {
  vendor: 'NVIDIA' | 'AMD' | 'Intel';
  /** `NVIDIA GeForce RTX 5080`; '' where nobody says. */
  product: string;
  family: string;
  driver: string;
  cuda: string;
  sharing: Sharing;
  /** Shares made of each card; 1 without sharing. */
  replicas: number;
  /** null where nothing tells. */
  count: CardCount | null;
  /** Of one card, in MiB; null where nothing tells. */
  cardMemoryMiB: number | null;
  /**
   * What HAMi hands out of one card, in MiB, where it keeps the books and all are alike. It can be made to hand out more than
   * a card has (`deviceMemoryScaling`): what is beyond it lies in RAM.
   */
  registeredMiB?: number;
  pools: SlicePool[];
  notices: GpuNotice[];
};

/** What is not as it should be, in words; the first is the gravest. */
export type GpuNotice = { kind: 'no-driver' | 'no-plugin' | 'unhealthy' | 'reconfiguring' | 'failed'; text: string };
