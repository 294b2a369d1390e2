import { randomUUID } from 'node:crypto';
import type { Approval } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';

/** The repository that changes go to. */
export const OWN_REPOSITORY = { forgeId: 'gitlab', path: 'platform/gitops-platform' };

export const SHA = { base: 'b'.repeat(40), head: 'a'.repeat(40), other: 'c'.repeat(40), merge: 'd'.repeat(40) };

/** A change that was just begun by Dana, except for what the test says. */
export function change(overrides: Partial<Change> = {}): Change {
  return {
    id: randomUUID(),
    idempotencyKey: randomUUID(),
    phase: 'opening',
    title: 'Add the web service shop',
    description: '',
    origin: { kind: 'template', templateId: 'web-service', templateDigest: 'e'.repeat(64) },
    requester: { accountId: 'account-dana', username: 'dana', name: 'Dana Diaz' },
    repository: OWN_REPOSITORY,
    targetBranch: 'main',
    baseSha: SHA.base,
    slot: 'portolan/web-service/shop',
    branch: 'portolan/web-service/shop-1a2b3c',
    files: [{ path: 'apps/shop/service.yaml', content: 'kind: Service\n' }],
    inputs: { name: 'shop' },
    subjects: [{ application: 'argocd/shop', namespace: 'shop', wave: 7 }],
    mergeRequest: null,
    headSha: null,
    diffHash: null,
    evaluatedAgainst: null,
    paths: ['apps/shop/service.yaml'],
    contributors: [],
    contributorIds: [],
    report: null,
    statuses: null,
    merger: null,
    mergeSha: null,
    evidence: [],
    problem: null,
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    openedAt: null,
    mergedAt: null,
    finishedAt: null,
    revision: 0,
    ...overrides,
  };
}

/** Rui's yes to the head, except for what the test says. */
export function approval(overrides: Partial<Approval> = {}): Approval {
  return {
    id: randomUUID(),
    changeId: 'change',
    approver: { accountId: 'account-rui', username: 'rui', name: 'Rui Costa' },
    groups: ['platform/reviewers'],
    sha: SHA.head,
    diffHash: 'diff',
    secondLook: false,
    at: 1_700_000_100_000,
    droppedAt: null,
    ...overrides,
  };
}
