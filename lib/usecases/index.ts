import type { Change } from '#lib/domain/change/change.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { refreshApplication } from './application/refresh.ts';
import { approveChange } from './change/approve.ts';
import { closeChange } from './change/close.ts';
import { mergeChange } from './change/merge.ts';
import { openChange } from './change/open.ts';
import { previewChange } from './change/preview.ts';

/** What the browser needs to go on after a write; the page itself reads the view. */
function summary({ id, phase, problem, mergeRequest }: Change) {
  return { id, phase, problem, mergeRequest };
}

/** Those that change nothing, and are sent while somebody types. */
export const QUIET_COMMANDS = ['preview-change'] as const;

/** Every use case that a signed-in person starts, by the name in its address. */
export const COMMANDS = {
  'approve-change': async (context: UserContext, input: unknown) => summary(await approveChange(context, input)),
  'close-change': async (context: UserContext, input: unknown) => summary(await closeChange(context, input)),
  'merge-change': async (context: UserContext, input: unknown) => summary(await mergeChange(context, input)),
  'open-change': async (context: UserContext, input: unknown) => summary(await openChange(context, input)),
  'preview-change': previewChange,
  'refresh-application': refreshApplication,
} as const;
