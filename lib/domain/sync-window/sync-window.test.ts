import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { isAbout } from './is-about.ts';
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

  it.each([
    ['a schedule', { schedule: 'now and then' }],
    ['a word for a schedule', { schedule: '@daily' }],
    ['a duration', { durationMs: null }],
  ])('that Argo CD cannot read for %s refuse every sync, by itself or by hand', (_, unread) => {
    const broken = { ...NIGHT, ...unread, allowsManual: true };
    expect(stateOf([broken], '22:30')).toMatchObject({
      automatic: false,
      manual: false,
      active: [],
      broken: [broken],
    });
    expect(stateOf([{ ...FREEZE, ...unread }, NIGHT], '22:30')).toMatchObject({ automatic: false, manual: false });
    expect(stateOf([{ ...broken, applications: ['db'] }], '22:30')).toBeNull();
  });

  it('go by UTC where their zone is unknown, a deny with the rest', () => {
    const lost = { ...FREEZE, timeZone: 'Mars/Olympus' };
    expect(stateOf([lost], '12:30')).toMatchObject({ automatic: false, zoneless: [lost], broken: [] });
    expect(stateOf([lost], '14:00')).toMatchObject({ automatic: true, zoneless: [lost] });
    expect(stateOf([FREEZE], '12:30')).toMatchObject({ zoneless: [] });
  });

  it('whose day never comes are open at all times', () => {
    const never = window('deny', '0 0 31 2 *');
    expect(stateOf([never], '09:00')).toMatchObject({ automatic: false, active: [], next: null, endless: [never] });
    expect(stateOf([window('allow', '0 0 31 2 *')], '09:00')).toMatchObject({ automatic: true, manual: true });
  });

  it.each([['{web,api}'], ['w?b'], ['[a-z]eb']])('mean by %s what Argo CD means by it', (pattern) => {
    expect(stateOf([{ ...FREEZE, applications: [pattern] }], '12:30')?.automatic).toBe(false);
  });

  it('that may be about it leave open what they could change', () => {
    const unclear = { ...FREEZE, applications: ['[a-z0-9]*'] };
    expect(stateOf([unclear], '12:30')).toMatchObject({ automatic: null, manual: null, unclear: [unclear] });
    expect(stateOf([unclear, FREEZE], '12:30')).toMatchObject({ automatic: false, manual: false });
    expect(stateOf([unclear, { ...FREEZE, allowsManual: true }], '12:30')).toMatchObject({
      automatic: false,
      manual: null,
    });
    expect(windowsOf(web, [], at('12:30'), true)).toMatchObject({ automatic: null, manual: null, unclear: [] });
    expect(windowsOf(web, [FREEZE], at('12:30'), true)).toMatchObject({ automatic: false, manual: false });
  });

  it('may be about its cluster where they call Argo CD`s own by another name than it does', () => {
    const own = 'https://kubernetes.default.svc';
    const told = (clusters: string[], cluster: string) =>
      isAbout({ ...FREEZE, applications: [], clusters }, application({ destination: { cluster, namespace: '' } }));
    expect(told([own], 'in-cluster')).toBeNull();
    expect(told(['in-*'], own)).toBeNull();
    expect(told(['in-cluster'], 'in-cluster')).toBe(true);
    expect(told(['prod', own], own)).toBe(true);
    expect(told(['prod'], 'in-cluster')).toBe(false);
    expect(told(['in-cluster'], 'prod')).toBe(false);
    expect(told(['*'], '')).toBe(false);
  });
});
