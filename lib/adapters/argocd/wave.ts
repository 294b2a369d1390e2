import type { Fields } from '#lib/domain/value/fields.ts';

const WAVE = 'argocd.argoproj.io/sync-wave';
const HELM_WEIGHT = 'helm.sh/hook-weight';

/**
 * The sync wave that Argo CD reads from annotations (gitops-engine pkg/sync/syncwaves/waves.go): a decimal integer; what
 * is none is no wave, then Helm's hook weight counts in its stead, and else it is 0.
 */
export function waveOf(annotations: Fields): number {
  return readInteger(annotations[WAVE]) ?? readInteger(annotations[HELM_WEIGHT]) ?? 0;
}

/** As Go's strconv.Atoi reads: a sign and digits, nothing else, within 64 bits. */
function readInteger(value: unknown): number | null {
  if (typeof value !== 'string' || !/^[+-]?\d{1,40}$/.test(value)) {
    return null;
  }
  const integer = BigInt(value.replace('+', ''));
  return integer === BigInt.asIntN(64, integer) ? Number(integer) : null;
}
