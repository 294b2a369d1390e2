import { describe, expect, it } from 'vitest';
import { approval, change, OWN_REPOSITORY, SHA } from '#lib/testing/change.ts';
import type { ApprovalPolicy } from './approval.ts';
import { DEFAULT_POLICY, isApproved, mayApprove, policiesFor, policyStates } from './policy.ts';

const solo: ApprovalPolicy = { ...DEFAULT_POLICY, id: 'solo', solo: true };
const security: ApprovalPolicy = {
  ...DEFAULT_POLICY,
  id: 'security',
  paths: ['infrastructure/**'],
  groups: ['platform/security'],
};
const subject = change({ headSha: SHA.head, diffHash: 'diff', contributors: ['dana'] });
const ai = { ...subject, origin: { kind: 'ai' as const, model: 'qwen', modelDigest: 'd' } };
const dana = { accountId: 'account-dana', username: 'dana', name: 'Dana', groups: [], secondLook: false };
const rui = {
  accountId: 'account-rui',
  username: 'rui',
  name: 'Rui',
  groups: ['platform/reviewers'],
  secondLook: false,
};

describe('policiesFor', () => {
  it('takes every policy that any path matches, and asks for another person when none does', () => {
    const { origin } = subject;
    const repository = OWN_REPOSITORY;
    expect(
      policiesFor([solo, security], { origin, repository, paths: ['apps/a.yaml', 'infrastructure/x/y.yaml'] }),
    ).toEqual([solo, security]);
    expect(policiesFor([security], { origin, repository, paths: ['apps/a.yaml'] })).toEqual([DEFAULT_POLICY]);
    expect(
      policiesFor([{ ...solo, origins: ['template'] }], { origin: ai.origin, repository, paths: ['apps/a.yaml'] }),
    ).toEqual([DEFAULT_POLICY]);
  });
});

it('what is said of one repository says nothing of another', () => {
  const { origin } = subject;
  const own = { ...solo, repositories: [OWN_REPOSITORY.path] };
  const paths = ['apps/a.yaml'];
  expect(policiesFor([own], { origin, paths, repository: OWN_REPOSITORY })).toEqual([own]);
  expect(policiesFor([own], { origin, paths, repository: { path: 'team/apps' } })).toEqual([DEFAULT_POLICY]);
});

describe('a path that no policy names', () => {
  const docs = { ...solo, paths: ['docs/**'] };

  it('takes another person, whatever else is in the change', () => {
    const policies = policiesFor([docs], { ...subject, paths: ['docs/a.md', 'apps/a.yaml'] });
    expect(policies).toEqual([docs, DEFAULT_POLICY]);
    expect(mayApprove(policies, subject, dana).allowed).toBe(false);
  });

  it('is asked about for the origin of the change', () => {
    const people = { ...solo, origins: ['template' as const] };
    expect(policiesFor([people, { ...docs, origins: ['ai'] }], { ...ai, paths: ['docs/a.md', 'b'] })).toHaveLength(2);
  });
});

describe('mayApprove', () => {
  it.each([
    ['the one who asked', subject, dana, [DEFAULT_POLICY], false],
    ['another person', subject, rui, [DEFAULT_POLICY], true],
    ['one who pushed to the branch', { ...subject, contributors: ['dana', 'rui'] }, rui, [DEFAULT_POLICY], false],
    ['the one who asked, where solo holds', subject, dana, [solo], true],
    ['the one who asked, where only one of two policies is solo', subject, dana, [solo, DEFAULT_POLICY], false],
    ['the one an AI wrote for, without a second look', ai, dana, [solo], false],
    ['the one an AI wrote for, after a second look', ai, { ...dana, secondLook: true }, [solo], true],
    ['the one an AI wrote for, where solo does not hold', ai, { ...dana, secondLook: true }, [DEFAULT_POLICY], false],
    ['a person outside the groups', subject, rui, [security], false],
    ['a person of the groups', subject, { ...rui, groups: ['platform/security'] }, [security], true],
  ])('%s', (_, about, reviewer, policies, allowed) => {
    expect(mayApprove(policies, about, reviewer).allowed).toBe(allowed);
  });
});

describe('policyStates', () => {
  const approved = (approvals: Parameters<typeof policyStates>[2], policies = [DEFAULT_POLICY], about = subject) =>
    isApproved(policyStates(policies, about, approvals));

  it.each([
    ['an approval of the head', [approval()], true],
    ['none', [], false],
    ['one of another commit', [approval({ sha: SHA.other })], false],
    ['one of another diff', [approval({ diffHash: 'other' })], false],
    ['one that was dropped', [approval({ droppedAt: 1 })], false],
    [
      'one by the requester',
      [approval({ approver: { accountId: 'account-dana', username: 'dana', name: 'Dana' } })],
      false,
    ],
  ])('counts %s as %s', (_, approvals, expected) => {
    expect(approved(approvals)).toBe(expected);
  });

  it('counts a person once, however often they approve', () => {
    expect(approved([approval(), approval()], [{ ...DEFAULT_POLICY, required: 2 }])).toBe(false);
    const other = { accountId: 'account-rui-again', username: 'rui', name: 'Rui' };
    expect(approved([approval(), approval({ approver: other })], [{ ...DEFAULT_POLICY, required: 2 }])).toBe(false);
    const renamed = { ...approval().approver, username: 'rui2' };
    expect(approved([approval(), approval({ approver: renamed })], [{ ...DEFAULT_POLICY, required: 2 }])).toBe(false);
    const ada = { accountId: 'account-ada', username: 'ada', name: 'Ada' };
    expect(approved([approval(), approval({ approver: ada })], [{ ...DEFAULT_POLICY, required: 2 }])).toBe(true);
  });

  it('wants every policy satisfied, each by its own groups', () => {
    const both = [DEFAULT_POLICY, security];
    expect(approved([approval()], both)).toBe(false);
    expect(approved([approval({ groups: ['platform/security'] })], both)).toBe(true);
  });

  it('stops counting an approver who pushed afterwards, and never approves a change without a head', () => {
    expect(approved([approval()], [DEFAULT_POLICY], { ...subject, contributors: ['rui'] })).toBe(false);
    expect(approved([approval()], [DEFAULT_POLICY], { ...subject, headSha: null })).toBe(false);
    expect(isApproved([])).toBe(false);
  });
});
