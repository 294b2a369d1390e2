import { describe, expect, it } from 'vitest';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { type Failure, planAfter } from './plan.ts';

const kind = { group: '', version: 'v1', resource: 'pods' };
const failed = (stage: Failure['stage'], errorKind: ExternalErrorKind, status?: number): Failure => ({
  stage,
  error: new ExternalError({
    provider: 'lab',
    operation: `${stage} pods`,
    kind: errorKind,
    message: 'it broke',
    ...(status === undefined ? {} : { status }),
  }),
});

describe('planAfter', () => {
  it.each<[string, Failure, { hasData: boolean; repeats: number }, object]>([
    [
      'a lost watch goes on quietly',
      failed('watch', 'unavailable'),
      { hasData: true, repeats: 0 },
      { state: null, isRelist: false, pace: 'backoff' },
    ],
    [
      'a watch lost again is stale',
      failed('watch', 'unavailable'),
      { hasData: true, repeats: 1 },
      { state: 'stale', isRelist: false },
    ],
    [
      'a server in trouble is not asked for a list on top',
      failed('watch', 'unavailable', 503),
      { hasData: true, repeats: 9 },
      { isRelist: false },
    ],
    [
      'nor one that asks for time',
      failed('watch', 'rate-limited', 429),
      { hasData: true, repeats: 9 },
      { isRelist: false },
    ],
    [
      'a position refused twice is given up',
      failed('watch', 'timeout', 504),
      { hasData: true, repeats: 1 },
      { isRelist: true },
    ],
    [
      'garbage twice at the same place as well',
      failed('watch', 'invalid-response'),
      { hasData: true, repeats: 1 },
      { isRelist: true },
    ],
    [
      'a list that fails with nothing to show',
      failed('list', 'unavailable', 500),
      { hasData: false, repeats: 0 },
      { state: 'unreachable', isRelist: true },
    ],
    [
      'a list that fails with something to show',
      failed('list', 'timeout'),
      { hasData: true, repeats: 0 },
      { state: 'stale', isRelist: true },
    ],
    [
      '410 lists at once',
      failed('watch', 'invalid', 410),
      { hasData: true, repeats: 0 },
      { state: null, isRelist: true, pace: 'at-once' },
    ],
    [
      '410 again and again slows down',
      failed('watch', 'invalid', 410),
      { hasData: true, repeats: 2 },
      { state: 'stale', isRelist: true, pace: 'backoff' },
    ],
    [
      'an ERROR event lists at once',
      failed('event', 'unavailable', 500),
      { hasData: true, repeats: 0 },
      { state: null, isRelist: true, pace: 'at-once' },
    ],
    [
      '403 on the list waits for a person',
      failed('list', 'forbidden', 403),
      { hasData: true, repeats: 0 },
      { state: 'forbidden', isRelist: true, pace: 'slow' },
    ],
    [
      '403 on the watch looks whether a list is allowed',
      failed('watch', 'forbidden', 403),
      { hasData: true, repeats: 0 },
      { state: null, isRelist: true, pace: 'at-once' },
    ],
    [
      'and then lists slowly',
      failed('watch', 'forbidden', 403),
      { hasData: true, repeats: 1 },
      { state: 'stale', isRelist: true, pace: 'slow' },
    ],
    [
      '401 keeps what is shown',
      failed('list', 'auth', 401),
      { hasData: true, repeats: 0 },
      { state: 'stale', pace: 'backoff' },
    ],
    [
      '401 with nothing to show is not permitted',
      failed('list', 'auth', 401),
      { hasData: false, repeats: 0 },
      { state: 'forbidden' },
    ],
    [
      '404 with nothing is absent',
      failed('list', 'not-found', 404),
      { hasData: false, repeats: 0 },
      { state: 'absent', isGone: true, pace: 'slow' },
    ],
    [
      '404 with data is asked twice',
      failed('list', 'not-found', 404),
      { hasData: true, repeats: 0 },
      { state: 'stale', isGone: false, pace: 'backoff' },
    ],
    [
      'and then believed',
      failed('list', 'not-found', 404),
      { hasData: true, repeats: 1 },
      { state: 'absent', isGone: true },
    ],
    [
      '404 of the watch asks the list',
      failed('watch', 'not-found', 404),
      { hasData: true, repeats: 5 },
      { state: 'stale', isRelist: true, isGone: false },
    ],
  ])('%s', (_, failure, circumstances, plan) => {
    expect(planAfter(failure, { ...circumstances, kind })).toMatchObject(plan);
  });

  it('says of what is not there and what does not answer each its own words and remedy', () => {
    const nothing = { hasData: false, repeats: 0 };
    const applications = { group: 'argoproj.io', version: 'v1alpha1', resource: 'applications' };
    expect(planAfter(failed('list', 'not-found', 404), { ...nothing, kind: applications })).toMatchObject({
      reason: 'The cluster does not have applications.argoproj.io.',
      remedy: expect.stringMatching(/^Install what brings applications\.argoproj\.io/),
    });
    const optional = planAfter(failed('list', 'not-found', 404), {
      ...nothing,
      kind: { ...applications, isOptional: true },
    });
    expect([optional.state, optional.remedy]).toEqual(['absent', undefined]);
    const away = planAfter(failed('list', 'unavailable'), { ...nothing, kind });
    expect(away).toMatchObject({ state: 'unreachable', remedy: expect.stringContaining('can be reached from here') });
    expect(planAfter(failed('list', 'timeout'), { ...nothing, kind }).remedy).not.toBe(away.remedy);
  });

  it('says what to allow, for the core group too', () => {
    const { remedy, reason } = planAfter(failed('list', 'forbidden', 403), { hasData: false, repeats: 0, kind });
    expect(remedy).toBe('- apiGroups: [""]\n  resources: ["pods"]\n  verbs: ["list", "watch"]');
    expect(reason).toBe('The token may not list pods. List pods: it broke.');
  });
});
