import { exactTime } from '#components/patterns/time/relative-time.ts';

/** Fields that hold ms since 1970. */
const TIME = /^(at|since|.+(At|Since))$/;
/** Hashes are told apart by their first digits; the whole of them stands on the change's page and in the export. */
const HASH = /^[0-9a-f]{40,64}$/;
const SHOWN = 8;

function inWords(key: string, value: unknown): string {
  if (typeof value === 'number' && TIME.test(key)) {
    return exactTime(value, 'UTC');
  }
  if (typeof value === 'string') {
    return HASH.test(value) ? value.slice(0, SHOWN) : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => inWords(key, item)).join(', ');
  }
  if (typeof value === 'object' && value !== null) {
    return `(${detailInWords(value as Record<string, unknown>)})`;
  }
  return String(value);
}

/** The details of a record on a line: `head 1a2b3c4d, iid 7`. */
export function detailInWords(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key} ${inWords(key, value)}`)
    .join(', ');
}
