import { patchValue } from '#lib/browser/view/patches.ts';
import type { ApplicationData, SharedApplicationData } from '#lib/views/application/read.ts';

/** What its page has of an application, and whether it is gone from where it was. */
export type ShownApplication = ApplicationData & { isGone?: boolean };

/** Once it is told of no more. */
export function goneApplication(before: ShownApplication): ShownApplication {
  return { ...before, isGone: true };
}

/** What is the same for everybody comes with the live line; what is this viewer's own stays as it was read. */
export const patchApplication = patchValue<ShownApplication, SharedApplicationData>((before, next) => {
  const { changes, mayRefresh, maySay, source } = before;
  return next === null ? goneApplication(before) : { ...next, changes, mayRefresh, maySay, source };
});
