import { describe, expect, it } from 'vitest';
import type { GroupRecord, MemberRecord, ProjectRecord, State, UserRecord } from '../state/model.ts';
import { canMergeToBranch, canPushToBranch, isProtected, projectAccess } from './rights.ts';

const user = { id: 1, isAdmin: false } as UserRecord;
const groups = [
  { id: 1, path: 'top', parentId: null },
  { id: 2, path: 'sub', parentId: 1 },
] as GroupRecord[];

function project(name: string, push: number, merge: number): ProjectRecord {
  const rule = { id: 1, name, pushAccessLevel: push, mergeAccessLevel: merge, allowForcePush: false };
  return { id: 7, groupId: 2, settings: { isArchived: false }, protectedBranches: [rule] } as unknown as ProjectRecord;
}

const state = (...members: MemberRecord[]) => ({ groups, members }) as State;
const inGroup = (sourceId: number, accessLevel: number): MemberRecord => ({
  source: 'group',
  sourceId,
  userId: 1,
  accessLevel,
});

describe('roles', () => {
  it('come from the groups above, and the highest counts', () => {
    const plain = project('main', 40, 40);
    expect(projectAccess(state(inGroup(1, 20)), user, plain)).toBe(20);
    expect(projectAccess(state(inGroup(1, 20), inGroup(2, 30)), user, plain)).toBe(30);
    const own: MemberRecord = { source: 'project', sourceId: 7, userId: 1, accessLevel: 40 };
    expect(projectAccess(state(inGroup(1, 20), own), user, plain)).toBe(40);
    expect(projectAccess(state(), user, plain)).toBe(0);
    expect(projectAccess(state(), { ...user, isAdmin: true }, plain)).toBe(50);
    expect(projectAccess(state(inGroup(1, 50)), null, plain)).toBe(0);
  });
});

describe('protected branches', () => {
  const patterns: [string, string, boolean][] = [
    ['main', 'main', true],
    ['main', 'main2', false],
    ['release/*', 'release/1.0', true],
    ['release/*', 'release', false],
    ['*-stable', '16-stable', true],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['a*a', 'a', false],
    ['*', 'anything/at/all', true],
    ['m.in', 'main', false],
  ];
  it.each(patterns)('%s and %s: %s', (pattern, branch, expected) => {
    expect(isProtected(project(pattern, 40, 40), branch)).toBe(expected);
  });

  const levels: [number, number, number, boolean, boolean][] = [
    [30, 40, 40, false, false],
    [30, 40, 30, false, true],
    [40, 40, 40, true, true],
    [40, 0, 40, false, true],
    [50, 0, 0, false, false],
    [20, 30, 30, false, false],
  ];
  it.each(levels)('role %d, push %d, merge %d', (role, push, merge, mayPush, mayMerge) => {
    const subject = project('main', push, merge);
    const members = state(inGroup(2, role));
    expect(canPushToBranch(members, user, subject, 'main')).toBe(mayPush);
    expect(canMergeToBranch(members, user, subject, 'main')).toBe(mayMerge);
    expect(canPushToBranch(members, user, subject, 'other')).toBe(role >= 30);
  });
});
