import type { FaultRule } from '../../../sandbox/faults.ts';

export type TableFault = {
  title: string;
  rule: Omit<FaultRule, 'id' | 'server'>;
  /** The portal is told to wait so long, which is no fault of the view. */
  retryAfterSeconds?: number;
};

const status = (code: number): TableFault => ({ title: String(code), rule: { kind: 'status', status: code } });

/** What can be done to any answer. */
export const ANSWER_FAULTS: readonly TableFault[] = [
  { title: 'gone', rule: { kind: 'reset' } },
  { title: 'silent', rule: { kind: 'hang' } },
  { title: 'slow', rule: { kind: 'delay', delayMs: 1_500 } },
  status(401),
  status(403),
  status(404),
  {
    title: '429 with Retry-After',
    rule: { kind: 'status', status: 429, retryAfterSeconds: 2 },
    retryAfterSeconds: 2,
  },
  status(500),
  status(503),
  { title: 'a page of a proxy, 502', rule: { kind: 'html', status: 502 } },
  { title: 'a page in place of JSON', rule: { kind: 'html', status: 200 } },
  { title: 'cut short', rule: { kind: 'truncate' } },
  { title: 'stalled half-way', rule: { kind: 'stall' } },
];

/** What is done only to watches. */
export const WATCH_FAULTS: readonly TableFault[] = [
  { title: 'watches expire (410)', rule: { kind: 'watch-expire' } },
  { title: 'silent watches', rule: { kind: 'watch-silence' } },
  { title: 'half-open watches', rule: { kind: 'watch-half-open' } },
  { title: 'unanswered watches', rule: { kind: 'watch-unanswered' } },
  { title: 'watches end', rule: { kind: 'watch-close' } },
  { title: 'watches are reset', rule: { kind: 'watch-reset' } },
  { title: 'garbage', rule: { kind: 'watch-garbage' } },
  { title: 'a line of 10 MB', rule: { kind: 'watch-long-line' } },
  { title: 'events twice', rule: { kind: 'watch-duplicate' } },
  { title: 'events swapped', rule: { kind: 'watch-reorder' } },
];
