import { type Quantity, toMillis, toUnits } from '../quantity/quantity.ts';
import type { ResourceAmounts } from './node.ts';

/** Exact amounts in the units the scheduler counts in, rounded up as it does. */
export function toResourceAmounts(amounts: ReadonlyMap<string, Quantity>): ResourceAmounts {
  const extended: Record<string, number> = {};
  for (const [resource, amount] of amounts) {
    if (resource !== 'cpu' && resource !== 'memory' && resource !== '__proto__') {
      extended[resource] = toUnits(amount);
    }
  }
  return {
    cpuMillis: toMillis(amounts.get('cpu') ?? 0n),
    memoryBytes: toUnits(amounts.get('memory') ?? 0n),
    extended,
  };
}
