import { FRESHNESS_LOOKS, type FreshnessLook } from '#components/patterns/freshness/freshness-look.ts';
import type { FindingState } from '#lib/domain/connection/diagnosis.ts';
import type { ConnectionState } from '#lib/domain/connection/row.ts';

/** A connection has the looks of a source, and those of what a check finds. */
export const CONNECTION_LOOKS: Record<ConnectionState, FreshnessLook> = {
  ...FRESHNESS_LOOKS,
  problem: { word: 'Problem for', icon: 'degraded', tone: 'bad', tellsAge: true },
  warning: { word: 'Warning for', icon: 'warn', tone: 'warn', tellsAge: true },
  idle: { word: 'Nothing yet', icon: 'circle', tone: 'idle', tellsAge: false },
};

export const FINDING_LOOKS: Record<FindingState, Pick<FreshnessLook, 'word' | 'icon' | 'tone'>> = {
  ok: { word: 'fine', icon: 'pass', tone: 'ok' },
  unknown: { word: 'not known', icon: 'notEvaluated', tone: 'unknown' },
  warning: { word: 'warning', icon: 'warn', tone: 'warn' },
  problem: { word: 'problem', icon: 'fail', tone: 'bad' },
};
