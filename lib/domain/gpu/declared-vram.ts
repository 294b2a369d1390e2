import { parseQuantity, toUnits } from '../quantity/quantity.ts';
import { textOf } from '../value/fields.ts';

/** The portal's own annotation: what a pod needs of a card's memory, as a Kubernetes quantity. Nothing in Kubernetes says it. */
const VRAM = 'portolan/vram';

/** What a pod says it needs of a card's memory, in bytes; null where it says nothing that can be read. */
export function declaredVram(annotations: Readonly<Record<string, unknown>>): number | null {
  const quantity = parseQuantity(textOf(annotations[VRAM], 40));
  const bytes = quantity === null ? 0 : toUnits(quantity);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : null;
}
