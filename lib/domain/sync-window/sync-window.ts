import type { Application } from '../application/application.ts';
import { matchesStars } from '../value/star-match.ts';
import { nextStart, parseSchedule } from './cron.ts';

/** A time in which a project's applications may, or may not, be synced (argo-cd pkg/apis/application/v1alpha1). */
export type SyncWindow = {
  kind: 'allow' | 'deny';
  schedule: string;
  durationMs: number;
  timeZone: string;
  applications: string[];
  namespaces: string[];
  clusters: string[];
  /** All that is listed must match, not any of it. */
  isAll: boolean;
  /** A person may sync all the same. */
  allowsManual: boolean;
};

export type Project = { id: string; name: string; windows: SyncWindow[] };

export type WindowTime = { window: SyncWindow; startsAt: number; endsAt: number };

/** What the windows of its project mean for one application now. Times are ms since 1970. */
export type WindowState = {
  /** Whether it is synced by itself, and whether a person may sync it. */
  automatic: boolean;
  manual: boolean;
  active: WindowTime[];
  /** The next to open; null where none does. */
  next: WindowTime | null;
  /** Windows whose schedule or zone cannot be read, which Argo CD does not take either. */
  unreadable: number;
};

/** Null where no window is about this application. */
export function windowsOf(application: Application, windows: readonly SyncWindow[], now: number): WindowState | null {
  const own = windows.filter((window) => isAbout(window, application));
  if (own.length === 0) {
    return null;
  }
  const timed = own.map((window) => ({ window, ...timesOf(window, now) }));
  const active = timed.flatMap(({ active: time }) => (time === null ? [] : [time]));
  const next = timed.flatMap(({ next: time }) => (time === null ? [] : [time]));
  return {
    ...permitted(
      own,
      active.map(({ window }) => window),
    ),
    active,
    next: next.toSorted((a, b) => a.startsAt - b.startsAt)[0] ?? null,
    unreadable: timed.filter(({ isReadable }) => !isReadable).length,
  };
}

/** A deny that is open counts before any allow; where there are allows, one has to be open (types.go, CanSync). */
function permitted(own: readonly SyncWindow[], open: readonly SyncWindow[]): Pick<WindowState, 'automatic' | 'manual'> {
  const denies = open.filter(({ kind }) => kind === 'deny');
  if (denies.length > 0) {
    return { automatic: false, manual: denies.every(({ allowsManual }) => allowsManual) };
  }
  const allows = own.filter(({ kind }) => kind === 'allow');
  if (allows.length === 0 || open.some(({ kind }) => kind === 'allow')) {
    return { automatic: true, manual: true };
  }
  return { automatic: false, manual: allows.every(({ allowsManual }) => allowsManual) };
}

function isAbout(window: SyncWindow, { name, destination }: Application): boolean {
  const has = (patterns: readonly string[], text: string) => patterns.some((pattern) => matchesStars(pattern, text));
  const matches = [
    { patterns: window.applications, isMatch: has(window.applications, name) },
    { patterns: window.namespaces, isMatch: has(window.namespaces, destination.namespace) },
    { patterns: window.clusters, isMatch: has(window.clusters, destination.cluster) },
  ].filter(({ patterns }) => patterns.length > 0);
  return window.isAll
    ? matches.length > 0 && matches.every(({ isMatch }) => isMatch)
    : matches.some(({ isMatch }) => isMatch);
}

type Times = { active: WindowTime | null; next: WindowTime | null; isReadable: boolean };

/** It is open when its last start is less than its length ago. */
function timesOf(window: SyncWindow, now: number): Times {
  const schedule = parseSchedule(window.schedule);
  const next = schedule && nextStart(schedule, now, window.timeZone);
  const last = schedule && nextStart(schedule, now - window.durationMs, window.timeZone);
  const at = (startsAt: number): WindowTime => ({ window, startsAt, endsAt: startsAt + window.durationMs });
  return {
    active: last !== null && last <= now ? at(last) : null,
    next: next === null ? null : at(next),
    isReadable: schedule !== null && (next !== null || last !== null),
  };
}
