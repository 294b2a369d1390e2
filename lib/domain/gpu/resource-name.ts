/** What a resource name that a device plugin advertises means. */
export type GpuResource = {
  vendor: 'NVIDIA' | 'AMD' | 'Intel';
  /** `1g.10gb` of MIG; '' for a card. */
  profile: string;
  /** The plugin was told to call shares by a name of their own (`renameByDefault`). */
  isRenamedShare: boolean;
};

const NVIDIA = /^nvidia\.com\/(?:gpu|mig-(?<profile>[0-9]+[cg]\.[0-9a-z.+]*?[0-9a-z]))(?<shared>\.shared)?$/;
const OTHERS: Record<string, GpuResource['vendor']> = {
  'amd.com/gpu': 'AMD',
  'gpu.intel.com/i915': 'Intel',
  'gpu.intel.com/xe': 'Intel',
};

/**
 * Reads the name of a resource: null for one that is no GPU, and for what schedulers of their own count in other units
 * (`nvidia.com/gpumem`). k8s-device-plugin README, "Shared Access to GPUs".
 */
export function readGpuResource(name: string): GpuResource | null {
  const match = NVIDIA.exec(name);
  if (match !== null) {
    return {
      vendor: 'NVIDIA',
      profile: match.groups?.profile ?? '',
      isRenamedShare: match.groups?.shared !== undefined,
    };
  }
  const vendor = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
  return vendor === undefined ? null : { vendor, profile: '', isRenamedShare: false };
}

/** Of resources and amounts those that are GPUs and not zero. */
export function gpuAmounts(amounts: Readonly<Record<string, number>>): [resource: string, amount: number][] {
  return Object.entries(amounts).filter(([name, amount]) => amount > 0 && readGpuResource(name) !== null);
}
