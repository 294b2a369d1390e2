import { isFields } from '../../controllers/api/fields.ts';
import { isSameQuantity } from '../../controllers/api/quantity.ts';

/** Maps of amounts: `1024Mi` and `1Gi` are the same there. */
const AMOUNT_MAPS = new Set(['requests', 'limits', 'hard', 'capacity', 'podFixed', 'default', 'defaultRequest']);

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (Array.isArray(value) && value.length === 0) ||
    (isFields(value) && Object.keys(value).length === 0)
  );
}

/**
 * Whether a live value has everything a wanted one asks for. What the API server added is not looked at, amounts are
 * compared by value, and an empty map or list is the same as none. Lists must be of the same length.
 */
export function isSatisfied(wanted: unknown, live: unknown, isAmount = false): boolean {
  if (isNothing(wanted)) {
    return isNothing(live) || isFields(wanted);
  }
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(live) &&
      live.length === wanted.length &&
      wanted.every((item, index) => isSatisfied(item, live[index]))
    );
  }
  if (isFields(wanted)) {
    // A key without a value is not there: JSON would not carry it.
    return (
      isFields(live) &&
      Object.entries(wanted).every(
        ([key, item]) => item === undefined || isSatisfied(item, live[key], AMOUNT_MAPS.has(key) || isAmount),
      )
    );
  }
  return wanted === live || (isAmount && isSameQuantity(wanted, live));
}

/** Whether something that was applied earlier, and is wanted no more, is still there. */
export function hasLeftovers(applied: unknown, wanted: unknown, live: unknown): boolean {
  if (!isFields(applied) || !isFields(live)) {
    return false;
  }
  return Object.entries(applied).some(([key, item]) => {
    if (!(key in live) || isNothing(item)) {
      return false;
    }
    const next = isFields(wanted) ? wanted[key] : undefined;
    return next === undefined || next === null ? !isNothing(live[key]) : hasLeftovers(item, next, live[key]);
  });
}
