import type { ClusterNode } from '../node/node.ts';
import type { CardCount, NodeGpu, Sharing, SlicePool } from './gpu.ts';
import { devicesPerCard, slicesOfProfile } from './mig-profile.ts';
import { noticesOf } from './notices.ts';
import { readGpuResource } from './resource-name.ts';

type Labels = Readonly<Record<string, string>>;
type Facts = Pick<ClusterNode, 'name' | 'labels' | 'capacity' | 'allocatable' | 'sharedCards'>;

/**
 * What a node says of its cards: the labels of GPU Feature Discovery, what the device plugin hands out, and what HAMi
 * writes where it keeps the books (k8s-device-plugin docs/gpu-feature-discovery/README.md). null for a node without a card.
 */
export function readNodeGpu(node: Facts): NodeGpu | null {
  const { labels } = node;
  const sharing = sharingOf(node);
  const pools = poolsOf(node, sharing);
  const [first] = pools;
  const hasCard = labels['nvidia.com/gpu.present'] === 'true' || labels[NVIDIA_ON_BUS] === 'true';
  if (first === undefined && !hasCard) {
    return null;
  }
  const product = productOf(labels);
  const gpu: NodeGpu = {
    vendor: readGpuResource(first?.resource ?? '')?.vendor ?? 'NVIDIA',
    product: product.name || (node.sharedCards[0]?.type ?? ''),
    family: labels['nvidia.com/gpu.family'] ?? '',
    driver: versionOf(labels, ['nvidia.com/cuda.driver-version', 'nvidia.com/cuda.driver'], ['revision', 'rev']),
    cuda: versionOf(labels, ['nvidia.com/cuda.runtime-version', 'nvidia.com/cuda.runtime'], []),
    sharing,
    replicas: replicasOf(labels, sharing),
    count: countCards(node, { sharing, profile: product.profile, pools }),
    // In MIG's single mode the label is about one device, and nothing is about the card.
    cardMemoryMiB: sharing === 'mig-single' ? null : numberAt(labels, 'nvidia.com/gpu.memory'),
    ...registeredOf(node),
    pools: pools.map((pool) => ({ ...pool, memoryMiB: memoryOf(pool, labels, sharing) })),
    notices: [],
  };
  return { ...gpu, notices: noticesOf(node, gpu) };
}

/** Node Feature Discovery sees the card on the bus, whether or not a driver works. */
export const NVIDIA_ON_BUS = 'feature.node.kubernetes.io/pci-10de.present';

/** A label's value where it is a whole number above zero. */
function numberAt(labels: Labels, key: string): number | null {
  const text = labels[key] ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

function poolsOf({ labels, capacity, allocatable }: Facts, sharing: Sharing): Omit<SlicePool, 'memoryMiB'>[] {
  const names = new Set([...Object.keys(capacity.extended), ...Object.keys(allocatable.extended)]);
  return [...names].sort().flatMap((resource) => {
    const gpu = readGpuResource(resource);
    const pool = {
      resource,
      profile: gpu?.profile ?? '',
      capacity: capacity.extended[resource] ?? 0,
      allocatable: allocatable.extended[resource] ?? 0,
      perDevice: perDeviceOf(labels, gpu?.profile ?? '', sharing),
    };
    // A resource that a plugin no longer names stays on the node with 0.
    return gpu === null || pool.capacity + pool.allocatable === 0 ? [] : [pool];
  });
}

function perDeviceOf(labels: Labels, profile: string, sharing: Sharing): number {
  const isShareable = sharing !== 'hami' && sharing !== 'unknown' && sharing !== 'none';
  return (isShareable ? numberAt(labels, `${prefixOf(profile)}.replicas`) : null) ?? 1;
}

/** The label that says how large one device of a profile is, or one card where there is none, and what it says in MiB. */
export function deviceMemory(labels: Labels, profile: string): { label: string; mib: number | null } {
  const label = `${prefixOf(profile)}.memory`;
  return { label, mib: numberAt(labels, label) };
}

/** Labels of MIG's mixed mode are by profile; in its single mode, devices go by the name of cards. */
function prefixOf(profile: string): string {
  return profile === '' ? 'nvidia.com/gpu' : `nvidia.com/mig-${profile}`;
}

function sharingOf({ labels, sharedCards, capacity }: Facts): Sharing {
  if (sharedCards.length > 0) {
    return 'hami';
  }
  if (isCut(labels, capacity.extended)) {
    return labels['nvidia.com/mig.strategy'] === 'single' ? 'mig-single' : 'mig-mixed';
  }
  const told = labels['nvidia.com/gpu.sharing-strategy'];
  if (told === 'time-slicing' || told === 'mps') {
    return told;
  }
  // Older discovery does not name the strategy: more shares than one were then always slices of time.
  const replicas = numberAt(labels, 'nvidia.com/gpu.replicas');
  if (replicas !== null && replicas > 1) {
    return 'time-slicing';
  }
  return told === 'none' || replicas === 1 ? 'none' : 'unknown';
}

/** The label of the strategy is there on cards that MIG cannot cut as well. */
function isCut(labels: Labels, capacity: Readonly<Record<string, number>>): boolean {
  const hasProfiles = Object.entries(capacity).some(
    ([name, amount]) => amount > 0 && (readGpuResource(name)?.profile ?? '') !== '',
  );
  return hasProfiles || (labels['nvidia.com/mig.strategy'] === 'single' && /-MIG-/.test(labels[PRODUCT] ?? ''));
}

const PRODUCT = 'nvidia.com/gpu.product';

/** `NVIDIA-A100-SXM4-40GB-MIG-1g.5gb-SHARED`: the card, how it is cut, and that a request gets a share of it. */
function productOf(labels: Labels): { name: string; profile: string } {
  const plain = (labels[PRODUCT] ?? labels['amd.com/gpu.product-name'] ?? '').replace(/-SHARED$/, '');
  const [card = '', profile = ''] = plain.split('-MIG-');
  return { name: card.replaceAll('-', ' ').replaceAll('_', ' '), profile };
}

/** `580.95.05`: newer discovery writes it whole, older in parts. */
function versionOf(labels: Labels, prefixes: readonly string[], last: readonly string[]): string {
  for (const prefix of prefixes) {
    const full = labels[`${prefix}.full`];
    if (full !== undefined) {
      return full;
    }
    const parts = ['major', 'minor', ...last].flatMap((part) => labels[`${prefix}.${part}`] ?? []);
    if (parts.length > 0) {
      return parts.join('.');
    }
  }
  return '';
}

function replicasOf(labels: Labels, sharing: Sharing): number {
  return sharing === 'time-slicing' || sharing === 'mps' ? (numberAt(labels, 'nvidia.com/gpu.replicas') ?? 1) : 1;
}

function registeredOf({ sharedCards }: Facts): Pick<NodeGpu, 'registeredMiB'> {
  const [registeredMiB, ...others] = new Set(sharedCards.map(({ memoryMiB }) => memoryMiB));
  return registeredMiB === undefined || others.length > 0 ? {} : { registeredMiB };
}

function memoryOf({ resource, profile, perDevice }: Omit<SlicePool, 'memoryMiB'>, labels: Labels, sharing: Sharing) {
  const prefix = prefixOf(profile);
  const { mib: memory } = deviceMemory(labels, profile);
  if (memory === null || !resource.startsWith('nvidia.com/') || sharing === 'hami' || sharing === 'unknown') {
    return null;
  }
  if (perDevice === 1) {
    return sharing === 'time-slicing' ? null : memory;
  }
  // Of what is shared in time, each holder can fill all.
  return labels[`${prefix}.sharing-strategy`] === 'mps' ? Math.floor(memory / perDevice) : null;
}

type Division = { sharing: Sharing; profile: string; pools: readonly Omit<SlicePool, 'memoryMiB'>[] };

function countCards({ labels, sharedCards }: Facts, { sharing, profile, pools }: Division): CardCount | null {
  const told = numberAt(labels, 'nvidia.com/gpu.count');
  const sum = (isOf: (pool: Omit<SlicePool, 'memoryMiB'>) => boolean) =>
    pools.filter(isOf).reduce((total, { capacity }) => total + capacity, 0);
  switch (sharing) {
    case 'hami':
      return { cards: sharedCards.length, isAtLeast: false };
    case 'unknown':
      return told === null ? null : { cards: told, isAtLeast: false };
    case 'mig-single': {
      // The label counts what the cards were cut into.
      const each = devicesPerCard(profile, productOf(labels).name);
      const devices = told ?? pools.reduce((total, pool) => total + pool.capacity / pool.perDevice, 0);
      return each === null ? null : { cards: Math.ceil(devices / each), isAtLeast: each > 1 };
    }
    case 'mig-mixed': {
      const cut = pools.reduce(
        (total, pool) => total + (pool.capacity / pool.perDevice) * (slicesOfProfile(pool.profile) ?? 0),
        0,
      );
      return { cards: sum((pool) => pool.profile === '') + Math.ceil(cut / 7), isAtLeast: true };
    }
    case 'none':
    case 'time-slicing':
    case 'mps': {
      const slices = sum(() => true);
      const cards = told ?? slices / replicasOf(labels, sharing);
      return cards >= 1 ? { cards: Math.ceil(cards), isAtLeast: false } : null;
    }
  }
}
