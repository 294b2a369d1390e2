import { describe, expect, it } from 'vitest';
import { change as changeExample } from '#lib/testing/change.ts';
import type { Change } from './change.ts';
import { stationsOf } from './stations.ts';

const result = { id: 'rule', title: 'Rule', findings: [] };
const clean: Change['report'] = { sha: 'a', at: 3, results: [{ ...result, verdict: 'pass' }] };
const failing: Change['report'] = { sha: 'a', at: 3, results: [{ ...result, verdict: 'fail' }] };
const mergeRequest = { iid: 1, url: 'https://gitlab.example.org/-/merge_requests/1' };

const line = (changed: Partial<Change>, approvedAt: number | null = null) =>
  stationsOf(changeExample({ mergeRequest, report: clean, ...changed }), approvedAt)
    .map(({ id, state }) => `${id} ${state}`)
    .join(', ');

describe('the stations of a change', () => {
  it('that waits for its approval', () => {
    expect(line({ phase: 'open' })).toBe(
      'form done, merge-request done, checks done, approval current, merge waiting, sync waiting, live waiting',
    );
  });

  it('whose checks failed: nothing is on its way', () => {
    expect(line({ phase: 'open', report: failing })).toBe(
      'form done, merge-request done, checks failed, approval waiting, merge waiting, sync waiting, live waiting',
    );
  });

  it('that is live', () => {
    expect(line({ phase: 'live', mergeSha: 'b' }, 4)).toBe(
      'form done, merge-request done, checks done, approval done, merge done, sync done, live done',
    );
  });

  it('that was merged past the portal: nobody approved it, and it does not look so', () => {
    expect(line({ phase: 'live', mergeSha: 'b' })).toContain('approval skipped, merge done');
    expect(line({ phase: 'live', mergeSha: 'b', report: failing })).toContain('checks failed, approval skipped');
  });

  it('that was closed: what came after is left out and did not fail', () => {
    expect(line({ phase: 'closed' })).toBe(
      'form done, merge-request done, checks done, approval skipped, merge skipped, sync skipped, live skipped',
    );
    expect(line({ phase: 'closed', report: failing })).toContain('checks failed, approval skipped');
  });

  it('that failed: before its merge request, or after its merge', () => {
    expect(line({ phase: 'failed', mergeRequest: null, report: null })).toContain('form done, merge-request failed');
    expect(line({ phase: 'failed', mergeSha: 'b' }, 4)).toContain('merge done, sync failed, live waiting');
  });

  describe('that was merged', () => {
    const seen = (syncedAt?: number) => ({
      application: 'argocd/shop',
      at: 7,
      revision: 'b',
      containsMerge: true,
      ...(syncedAt === undefined ? {} : { syncedAt }),
      sync: 'Synced',
      health: 'Progressing',
      message: '',
    });

    it('is in sync before it is live, and keeps when that was', () => {
      const synced = { phase: 'syncing', mergeSha: 'b', evidence: [seen(5), seen(6)] } as const;
      expect(line({ ...synced, evidence: [seen(5), seen()] }, 4)).toContain('sync current, live waiting');
      expect(line({ ...synced, evidence: [seen(5), seen(6)] }, 4)).toContain('sync done, live current');
      expect(stationsOf(changeExample({ ...synced, evidence: [seen(5), seen(6)] }), 4)[5]?.at).toBe(6);
    });

    it('fails where it fails: in sync it does not come up', () => {
      expect(line({ phase: 'failed', mergeSha: 'b', evidence: [seen(5)] }, 4)).toContain('sync done, live failed');
      expect(line({ phase: 'failed', mergeSha: 'b', evidence: [seen()] }, 4)).toContain('sync failed, live waiting');
    });
  });
});
