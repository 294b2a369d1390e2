import { parseQuantity } from '#lib/domain/quantity/quantity.ts';

const LARGEST_INT32 = 2 ** 31 - 1;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The formats that the API server itself refuses to read otherwise. */
export function hasKubernetesFormat(format: string, value: unknown): boolean {
  switch (format) {
    case 'quantity':
      return parseQuantity(value) !== null;
    case 'date-time':
      return typeof value !== 'string' || (TIME.test(value) && !Number.isNaN(Date.parse(value)));
    case 'int32':
      return typeof value !== 'number' || Math.abs(value) <= LARGEST_INT32;
    default:
      return true;
  }
}
