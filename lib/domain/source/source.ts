/**
 * How fresh and how complete what is shown is. `live`: as of now. `stale`: an older state is still shown.
 * `forbidden`, `absent` (not installed) and `unreachable`: nothing of it can be shown, each for its own reason.
 */
export const SOURCE_STATES = ['starting', 'live', 'stale', 'forbidden', 'absent', 'unreachable'] as const;
export type SourceState = (typeof SOURCE_STATES)[number];

export type SourceStatus = {
  /** Stable and unique: `homelab/applications`, `gitlab/merge-requests`. */
  id: string;
  /** For people: `Applications in homelab`. */
  label: string;
  state: SourceState;
  /** When the data shown was last known to be right, in ms since 1970; null when there is none yet. */
  asOf: number | null;
  /** When this state began, in ms since 1970. */
  since: number;
  /** What happened, in words. */
  reason?: string;
  /** What to do; for a missing right the exact rule, to copy. */
  remedy?: string;
  /** A platform can do without it: where it is absent, nothing is wrong. */
  isOptional?: true;
};

const WORST_FIRST: SourceState[] = ['unreachable', 'forbidden', 'absent', 'stale', 'starting', 'live'];

/** The state that a reader should hear about first when a view has several sources. */
export function worstSource(sources: readonly SourceStatus[]): SourceStatus | undefined {
  const rank = (source: SourceStatus) => WORST_FIRST.indexOf(isWell(source) ? 'live' : source.state);
  // Of those that are well, one that has something to show speaks for the others.
  return sources.toSorted((a, b) => rank(a) - rank(b) || Number(b.state === 'live') - Number(a.state === 'live'))[0];
}

/** Live, or not there where nothing asks for it. */
export function isWell({ state, isOptional }: SourceStatus): boolean {
  return state === 'live' || (state === 'absent' && isOptional === true);
}

/** Whether any data, fresh or not, stands behind this source. */
export function hasData(source: SourceStatus): boolean {
  return source.state === 'live' || source.state === 'stale';
}
