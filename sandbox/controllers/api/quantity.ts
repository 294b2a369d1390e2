const SUFFIXES: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;

/**
 * Reads a Kubernetes quantity in thousandths of its unit, rounded up as the API server does; null when it is none.
 * Exact to 9 TB of memory, which is enough for a pretend cluster. Grammar: apimachinery pkg/api/resource/quantity.go.
 */
export function parseQuantityMillis(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > 40) {
    return null;
  }
  const match = QUANTITY.exec(text);
  if (match === null) {
    return null;
  }
  const [, digits = '', exponent, suffix = ''] = match;
  const factor = exponent === undefined ? (SUFFIXES[suffix] ?? 1) : Number(`1${exponent}`);
  const millis = Number(digits) * factor * 1000;
  // What is no whole number of thousandths is rounded up, but not for the noise of floating point.
  const nearest = Math.round(millis);
  return Math.abs(millis - nearest) <= 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(millis);
}

/** A quantity that validation has already accepted; what is none counts as zero. */
export function quantityMillis(value: unknown): number {
  return parseQuantityMillis(value) ?? 0;
}

export function isSameQuantity(one: unknown, other: unknown): boolean {
  const left = parseQuantityMillis(one);
  return left !== null && left === parseQuantityMillis(other);
}
