import type { Application } from '../application/application.ts';
import { nextStart, parseSchedule } from '../schedule/cron.ts';
import { zoneOf } from '../schedule/time-zone.ts';
import { isAbout, type WindowPatterns } from './is-about.ts';

/** A time in which a project's applications may, or may not, be synced (argo-cd pkg/apis/application/v1alpha1). */
export type SyncWindow = WindowPatterns & {
  kind: 'allow' | 'deny';
  schedule: string;
  /** Null where it cannot be read. */
  durationMs: number | null;
  timeZone: string;
  /** A person may sync all the same. */
  allowsManual: boolean;
};

export type Project = { id: string; name: string; windows: SyncWindow[] };

export type WindowTime = { window: SyncWindow; startsAt: number; endsAt: number };

/** What the windows of its project mean for one application now. Times are ms since 1970. */
export type WindowState = {
  /** Whether it is synced by itself, and whether a person may sync it; null where that cannot be told. */
  automatic: boolean | null;
  manual: boolean | null;
  active: WindowTime[];
  /** The next to open; null where none does. */
  next: WindowTime | null;
  /** Those that Argo CD cannot read. Because of them it refuses every sync (sync.go, syncWindowPreventsSync). */
  broken: SyncWindow[];
  /** Those whose schedule never comes, as the 31st of February. Argo CD takes them for open at all times. */
  endless: SyncWindow[];
  /** Those whose time zone Argo CD does not know: it goes by UTC. */
  zoneless: SyncWindow[];
  /** Those of which it cannot be told whether they are about this application. */
  unclear: SyncWindow[];
};

/**
 * Null where no window is about this application.
 * @param mayHaveMore there may be windows besides, which the portal does not read
 */
export function windowsOf(
  application: Application,
  windows: readonly SyncWindow[],
  now: number,
  mayHaveMore = false,
): WindowState | null {
  const told = Map.groupBy(windows, (window) => isAbout(window, application));
  const [own, unclear] = [told.get(true) ?? [], told.get(null) ?? []];
  if (own.length + unclear.length === 0 && !mayHaveMore) {
    return null;
  }
  const timed = own.map((window) => timesOf(window, now));
  const active = timed.flatMap(({ active: time }) => time ?? []);
  const next = timed.flatMap(({ next: time }) => time ?? []);
  const of = (state: Times['state']) => timed.filter((one) => one.state === state).map(({ window }) => window);
  const [broken, endless] = [of('broken'), of('endless')];
  const open = [...active.map(({ window }) => window), ...endless];
  return {
    ...(broken.length > 0 ? REFUSED : permitted(own, open, unclear.length > 0 || mayHaveMore)),
    active,
    next: next.toSorted((a, b) => a.startsAt - b.startsAt)[0] ?? null,
    broken,
    endless,
    zoneless: own.filter(({ timeZone }) => !zoneOf(timeZone).isKnown),
    unclear,
  };
}

type Permitted = Pick<WindowState, 'automatic' | 'manual'>;

const REFUSED: Permitted = { automatic: false, manual: false };

/**
 * A deny that is open counts before any allow; where there are allows, one has to be open (types.go, CanSync). Whatever
 * else there may be, nothing lifts a deny that is open.
 */
function permitted(own: readonly SyncWindow[], open: readonly SyncWindow[], mayBeOthers: boolean): Permitted {
  const denies = open.filter(({ kind }) => kind === 'deny');
  if (denies.length > 0) {
    const isLeft = denies.every(({ allowsManual }) => allowsManual);
    return { automatic: false, manual: isLeft && mayBeOthers ? null : isLeft };
  }
  if (mayBeOthers) {
    return { automatic: null, manual: null };
  }
  const allows = own.filter(({ kind }) => kind === 'allow');
  if (allows.length === 0 || open.some(({ kind }) => kind === 'allow')) {
    return { automatic: true, manual: true };
  }
  return { automatic: false, manual: allows.every(({ allowsManual }) => allowsManual) };
}

type Times = {
  window: SyncWindow;
  state: 'read' | 'endless' | 'broken';
  active: WindowTime | null;
  next: WindowTime | null;
};

/** It is open when its last start is less than its length ago. */
function timesOf(window: SyncWindow, now: number): Times {
  const { durationMs } = window;
  const schedule = parseSchedule(window.schedule);
  if (schedule === null || durationMs === null) {
    return { window, state: 'broken', active: null, next: null };
  }
  const zone = zoneOf(window.timeZone);
  const [next, last] = [nextStart(schedule, now, zone), nextStart(schedule, now - durationMs, zone)];
  const at = (startsAt: number): WindowTime => ({ window, startsAt, endsAt: startsAt + durationMs });
  return {
    window,
    state: last === null ? 'endless' : 'read',
    active: last !== null && last <= now ? at(last) : null,
    next: next === null ? null : at(next),
  };
}
