/**
 * An exact amount in billionths (nano) of its unit: of a core, of a byte, of a GPU. Nano is the finest step that
 * Kubernetes keeps, so nothing is lost, and amounts add up and compare with `+` and `<`.
 */
export type Quantity = bigint;

const NANO = 10n ** 9n;

/** What one step of each suffix is worth, in nano. */
const SUFFIXES: Record<string, bigint> = {
  n: 1n,
  u: 10n ** 3n,
  m: 10n ** 6n,
  '': NANO,
  k: NANO * 10n ** 3n,
  M: NANO * 10n ** 6n,
  G: NANO * 10n ** 9n,
  T: NANO * 10n ** 12n,
  P: NANO * 10n ** 15n,
  E: NANO * 10n ** 18n,
  Ki: NANO * 2n ** 10n,
  Mi: NANO * 2n ** 20n,
  Gi: NANO * 2n ** 30n,
  Ti: NANO * 2n ** 40n,
  Pi: NANO * 2n ** 50n,
  Ei: NANO * 2n ** 60n,
};

/** sign, digits, fraction, and either a suffix or a decimal exponent; `E` with digits behind it is an exponent. */
const GRAMMAR = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3})|([numkKMGTPE]i?|))$/;

const LONGEST_QUANTITY = 100;

/** Twenty thousand pods ask for a few dozen amounts: each is worked out once. */
const KNOWN = new Map<string, Quantity | null>();
const MOST_KNOWN = 1000;
const LONGEST_KNOWN = 16;

/**
 * Reads a Kubernetes quantity (apimachinery pkg/api/resource/quantity.go): `500m`, `1.5Gi`, `.5`, `12E6`. YAML gives
 * plain numbers, which are read as they print. What is finer than nano is rounded up, away from zero, as there.
 * Gives null for everything that is no quantity: `1K`, `1 Gi`, `two`.
 */
export function parseQuantity(input: unknown): Quantity | null {
  const text = typeof input === 'number' ? String(input) : input;
  if (typeof text !== 'string' || text.length > LONGEST_QUANTITY) {
    return null;
  }
  const known = KNOWN.get(text);
  if (known !== undefined) {
    return known;
  }
  const quantity = readQuantity(text);
  if (text.length <= LONGEST_KNOWN) {
    if (KNOWN.size >= MOST_KNOWN) {
      KNOWN.clear();
    }
    KNOWN.set(text, quantity);
  }
  return quantity;
}

function readQuantity(text: string): Quantity | null {
  const match = GRAMMAR.exec(text);
  if (match === null) {
    return null;
  }
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match;
  if (whole === '' && fraction === '') {
    return null;
  }
  const step = exponent === undefined ? SUFFIXES[suffix] : NANO;
  if (step === undefined) {
    return null;
  }
  const places = BigInt(fraction.length) - BigInt(exponent ?? 0);
  const digits = BigInt(whole + fraction) * step;
  const amount = places > 0n ? divideUp(digits, 10n ** places) : digits * 10n ** -places;
  return sign === '-' ? -amount : amount;
}

/** Whole units, rounded up as Kubernetes' `Value()` does; a double is exact up to 8 PiB. */
export function toUnits(quantity: Quantity): number {
  return Number(roundAwayFromZero(quantity, NANO));
}

/** Thousandths, rounded up as Kubernetes' `MilliValue()` does: the unit that processors are counted in. */
export function toMillis(quantity: Quantity): number {
  return Number(roundAwayFromZero(quantity, 10n ** 6n));
}

function roundAwayFromZero(quantity: Quantity, step: bigint): bigint {
  return quantity < 0n ? -divideUp(-quantity, step) : divideUp(quantity, step);
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
