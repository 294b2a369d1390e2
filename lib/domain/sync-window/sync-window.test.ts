import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { type SyncWindow, windowsOf } from './sync-window.ts';

const HOUR = 3_600_000;
const at = (time: string) => Date.parse(`2026-11-21T${time}:00Z`);
const window = (kind: SyncWindow['kind'], schedule: string, more: Partial<SyncWindow> = {}): SyncWindow => ({
  kind,
  schedule,
  durationMs: HOUR,
  timeZone: 'UTC',
  applications: ['*'],
  namespaces: [],
  clusters: [],
  isAll: false,
  allowsManual: false,
  ...more,
});
const NIGHT = window('allow', '0 22 * * *');
const FREEZE = window('deny', '0 12 * * *');
const web = application({ name: 'web', destination: { cluster: 'in-cluster', namespace: 'shop' } });
const stateOf = (windows: SyncWindow[], time: string) => windowsOf(web, windows, at(time));

describe('sync windows', () => {
  it('mean nothing where none is about the application', () => {
    expect(stateOf([], '12:00')).toBeNull();
    expect(stateOf([window('deny', '* * * * *', { applications: ['db-*'] })], '12:00')).toBeNull();
  });

  it('deny while a deny is open, and no longer', () => {
    expect(stateOf([FREEZE], '12:30')).toMatchObject({
      automatic: false,
      manual: false,
      active: [{ startsAt: at('12:00'), endsAt: at('13:00') }],
    });
    expect(stateOf([FREEZE], '12:00')?.automatic).toBe(false);
    expect(stateOf([FREEZE], '13:00')).toMatchObject({ automatic: true, manual: true, active: [] });
    expect(stateOf([FREEZE], '11:00')?.next).toMatchObject({ startsAt: at('12:00') });
  });

  it('with an allow, allow nothing outside of it', () => {
    expect(stateOf([NIGHT], '21:59')).toMatchObject({ automatic: false, manual: false, active: [] });
    expect(stateOf([NIGHT], '22:30')).toMatchObject({ automatic: true, manual: true });
  });

  it('deny before they allow', () => {
    expect(stateOf([NIGHT, window('deny', '0 22 * * *')], '22:30')?.automatic).toBe(false);
  });

  it('leave a person what they say they leave', () => {
    expect(stateOf([{ ...FREEZE, allowsManual: true }], '12:30')).toMatchObject({ automatic: false, manual: true });
    expect(stateOf([{ ...FREEZE, allowsManual: true }, FREEZE], '12:30')?.manual).toBe(false);
    expect(stateOf([{ ...NIGHT, allowsManual: true }], '12:30')).toMatchObject({ automatic: false, manual: true });
  });

  it('are about applications, namespaces or clusters; or about all of them at once', () => {
    const named = { applications: ['db'], namespaces: ['sh*'] };
    expect(stateOf([window('deny', '0 12 * * *', named)], '12:30')?.automatic).toBe(false);
    expect(stateOf([window('deny', '0 12 * * *', { ...named, isAll: true })], '12:30')).toBeNull();
    expect(
      stateOf([window('deny', '0 12 * * *', { ...named, applications: ['web'], isAll: true })], '12:30'),
    ).not.toBeNull();
    expect(stateOf([window('deny', '0 12 * * *', { applications: [] })], '12:30')).toBeNull();
  });

  it('that cannot be read are counted, and open nothing', () => {
    expect(stateOf([window('deny', 'now and then')], '12:30')).toMatchObject({
      automatic: true,
      active: [],
      next: null,
      unreadable: 1,
    });
  });
});
