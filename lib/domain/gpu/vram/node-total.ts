import { formatBytes } from '../../quantity/format-bytes.ts';
import type { GpuNode } from '../ledger.ts';
import type { VramBook } from './vram.ts';

const MIB = 1024 ** 2;

type Total = Pick<VramBook, 'totalBytes' | 'whence' | 'isRegistered'>;

/**
 * How large the memory of a node's cards is together, by the surest that tells.
 * @param measured of all of them together; null where a card was not measured
 * @param said what the configuration says, of each server on the node
 */
export function totalOf({ gpu }: GpuNode, measured: number | null, said: readonly number[]): Total {
  const registered = ofAll(gpu, gpu.registeredMiB ?? null);
  const figures: [bytes: number | null, whence: string][] = [
    [ofAll(gpu, gpu.cardMemoryMiB), 'as its labels say'],
    [measured, 'as the driver measured it'],
    [Math.max(0, ...said) || null, 'as models[].vram of the configuration says'],
  ];
  for (const [totalBytes, whence] of figures) {
    if (totalBytes !== null) {
      return { totalBytes, whence: whence + scaledWords(registered, totalBytes) };
    }
  }
  return registered === null
    ? { totalBytes: null, whence: 'no label tells how large its cards are, and nothing measures them' }
    : {
        totalBytes: registered,
        whence: 'as HAMi registered it, which can be more than there is (deviceMemoryScaling)',
        isRegistered: true,
      };
}

/** null where their size or number is not known exactly. */
function ofAll({ count }: GpuNode['gpu'], eachMiB: number | null): number | null {
  return eachMiB === null || count === null || count.isAtLeast ? null : eachMiB * count.cards * MIB;
}

/** Drivers keep some hundredths of a card for themselves, which measurements leave out. */
const RESERVED = 1.1;

function scaledWords(registered: number | null, totalBytes: number): string {
  return registered === null || registered <= totalBytes * RESERVED
    ? ''
    : `; HAMi hands out ${formatBytes(registered)}, which is more than there is (deviceMemoryScaling)`;
}
