import { patchValue } from '#lib/browser/view/patches.ts';
import type { Delta } from '#lib/domain/live/wire.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { FleetSummary } from '#lib/views/runners/fleet.ts';

type WithFleet = { fleet: FleetSummary | null };

/** The fleet in a few lines brought up to date; once it is told to be gone, nothing of it is known any more. */
export function patchFleet<Data extends WithFleet>(result: ViewResult<Data>, delta: Delta): ViewResult<Data> {
  const place = patchValue<Data, FleetSummary>((data, fleet) => ({ ...data, fleet }));
  return delta.remove.includes('fleet') ? { ...result, data: { ...result.data, fleet: null } } : place(result, delta);
}
