import { UsageError } from '#lib/cli/flags/usage-error.ts';

/** The goals that are measured here, in the order they are shown. */
export const GOALS = {
  S1: 'start until ready, and until all is known',
  S2: 'resident memory',
  S3: 'watch events taken in',
  S4: 'rows to many tabs',
  S5: 'streams open',
  S6: 'list API',
  S7: 'what many tabs ask of the cluster',
  S8: 'what is installed and built',
  R9: 'soak of the database',
  R10: 'audit records on the disk',
  X14: 'check of the audit log',
  S9: 'event loop',
  R5: 'streams opened and dropped',
  R6: 'tabs that do not read',
  SOAK: 'ten minutes of many tabs',
  P1: 'JavaScript of a first load',
  P2: 'requests of a first load',
  P3: 'cold until the first row',
  P4: 'cold load of the largest platform beside a small one',
  P5: 'largest paint and what moves',
  P6: 'main thread of a first load',
  P7: 'data of the board',
  P8: 'event in the cluster until the picture changes',
  P9: 'main thread while much changes',
  P10: 'key until the search shows only what matches',
  P11: 'click until another order, filter or page is shown',
  P12: 'heap of the board’s tab',
  P13: 'elements of a page, and pictures while scrolling',
  P14: 'form until it can be used, key until its error',
  P15: 'warm load of the dashboard',
  GATEWAY: 'words until a draft',
  INBOX: 'the inbox and a long difference',
  P16: 'what clicks and keys wait for',
} as const;

export type GoalId = keyof typeof GOALS;
export const GOAL_IDS = Object.keys(GOALS) as GoalId[];

/** `S1,P2` as goals. Throws UsageError that names what is no goal. */
export function readGoals(text: string): GoalId[] {
  const named = text.split(',').map((part) => part.trim().toUpperCase());
  const unknown = named.find((name) => !GOAL_IDS.some((id) => id === name));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is not measured here; there are ${GOAL_IDS.join(', ')}`);
  }
  return GOAL_IDS.filter((id) => named.includes(id));
}
