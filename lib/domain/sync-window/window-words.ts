import { parseSchedule } from '../schedule/cron.ts';
import { zoneOf } from '../schedule/time-zone.ts';
import { unreadPatterns } from './is-about.ts';
import type { SyncWindow, WindowState } from './sync-window.ts';

/** Whether the application may be synced now. */
export function nowInWords({ automatic, manual }: Pick<WindowState, 'automatic' | 'manual'>): string {
  if (automatic === null) {
    return 'Whether it may be synced now cannot be told.';
  }
  if (automatic) {
    return 'It may be synced now.';
  }
  return manual === null
    ? 'It does not sync by itself now; whether a person may sync it cannot be told.'
    : manual
      ? 'It does not sync by itself now; a person may sync it.'
      : 'It is not synced now, by itself or by anybody.';
}

/** A window as a reader of its project finds it again. */
export function windowInWords({ kind, schedule, timeZone }: SyncWindow): string {
  const zone = zoneOf(timeZone).isKnown ? timeZone : 'UTC';
  return `${kind === 'deny' ? 'A time without syncs' : 'A time for syncs'} (${schedule} ${zone})`;
}

/**
 * What is wrong with the windows, or not known of them, and what to do.
 * @param project where they are written
 */
export function doubtsInWords(
  { broken, endless, zoneless, unclear }: Pick<WindowState, 'broken' | 'endless' | 'zoneless' | 'unclear'>,
  project: string,
): string[] {
  const mend = `Mend it in the project ${project}.`;
  return [
    ...broken.map((window) => `${brokenInWords(window)}, and refuses all syncs until it is mended. ${mend}`),
    ...endless.map(
      (window) => `${windowInWords(window)} is on a day that never comes: Argo CD takes it for always open.`,
    ),
    ...zoneless.map(({ timeZone }) => `Argo CD does not know the time zone "${timeZone}" and goes by UTC. ${mend}`),
    ...unclear.map(
      (window) => `Whether this one is meant cannot be told: ${windowInWords(window)}. ${whyUnclear(window)}`,
    ),
  ];
}

function brokenInWords(window: SyncWindow): string {
  return parseSchedule(window.schedule) === null
    ? `Argo CD cannot read the schedule "${window.schedule}": it takes five fields as cron has them, and no words such as @daily`
    : `Argo CD cannot read the duration of a window (${window.schedule}): it takes hours, minutes and seconds such as 1h30m, and no days`;
}

function whyUnclear(window: SyncWindow): string {
  const unread = unreadPatterns(window);
  return unread.length > 0
    ? `Its pattern ${unread.map((pattern) => `"${pattern}"`).join(' and ')} cannot be read.`
    : 'It calls the cluster by another name than the application does, which Argo CD 2.x counts and later ones do not.';
}
