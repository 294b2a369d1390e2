import { describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import type { Application, ApplicationResource, ApplicationSource } from '../application/application.ts';
import type { GateKnowledge } from './child-health.ts';
import { type Gating, judgeGating } from './gating.ts';
import { toStep } from './ladder.ts';

const WITH_CHECK: GateKnowledge = { state: 'read', check: 'passes-on' };
const WITHOUT_CHECK: GateKnowledge = { state: 'read', check: 'none' };
const FORBIDDEN: GateKnowledge = { state: 'unread', reason: 'The token may not list it.', remedy: '- apiGroups' };
const COMMIT = '4c1f0e6d0c9b7a5f3e2d1c0b9a8f7e6d5c4b3a29';

const source = (targetRevision: string, more: Partial<ApplicationSource> = {}): ApplicationSource => {
  return { repoUrl: 'https://git.example/platform.git', targetRevision, path: 'apps', ...more };
};
const listed = (name: string, more: Partial<ApplicationResource> = {}): ApplicationResource => {
  const fields = { group: 'argoproj.io', kind: 'Application', namespace: 'argocd', name, wave: 0 };
  return { ...fields, sync: 'Synced', hook: false, requiresPruning: false, ...more };
};
const rootOf = (overrides: Partial<Application> = {}) => application({ name: 'root', parent: null, ...overrides });
const CHILDREN = [application({ name: 'base', wave: 0 }), application({ name: 'web', wave: 1 })];

function judge(knowledge: GateKnowledge, root?: Application, children = CHILDREN): Gating | null {
  return judgeGating(children.map(toStep), root, knowledge);
}

describe('whether waves wait for each other', () => {
  it('is what the engine’s settings say', () => {
    expect(judge(WITH_CHECK)).toMatchObject({ verdict: 'waits', from: 'settings', unknown: null });
    expect(judge(WITHOUT_CHECK)).toMatchObject({ verdict: 'creation-only', from: 'settings', unknown: null });
  });

  it('cannot be known with a check that somebody wrote, and it says where to look', () => {
    const gating = judge({ state: 'read', check: 'own' });
    expect(gating).toMatchObject({ verdict: 'unknown', from: 'settings' });
    expect(gating?.unknown?.remedy).toContain('argocd-cm');
  });

  it('cannot be known without the right to read them, and the rule is told', () => {
    expect(judge(FORBIDDEN)).toMatchObject({
      verdict: 'unknown',
      unknown: { reason: 'The token may not list it.', remedy: '- apiGroups' },
    });
    expect(judge({ state: 'absent' })?.unknown?.remedy).toContain('argocd.namespace');
  });

  it('shows in what the engine lists of the children, where the settings cannot be read', () => {
    const without = rootOf({ resources: [listed('base'), listed('web')] });
    expect(judge(FORBIDDEN, without)).toMatchObject({ verdict: 'creation-only', from: 'listing', unknown: null });
    const judged = rootOf({ resources: [listed('base', { health: 'Healthy' }), listed('web')] });
    expect(judge(FORBIDDEN, judged)).toMatchObject({ verdict: 'waits', from: 'listing' });
    expect(judge(WITH_CHECK, without)).toMatchObject({ verdict: 'waits', from: 'settings' });
  });

  it('does not take health that is written nowhere for a check that is missing', () => {
    const tree = rootOf({ resources: [listed('base'), listed('web')], resourceHealth: 'tree' });
    expect(judge(FORBIDDEN, tree)).toMatchObject({ verdict: 'unknown' });
    expect(judge(FORBIDDEN, rootOf({ resources: [listed('base', { sync: 'OutOfSync' })] }))?.verdict).toBe('unknown');
  });

  it('is not so where no application brings them, whatever the settings say', () => {
    for (const top of ['set', 'none'] as const) {
      expect(judgeGating(CHILDREN.map(toStep), undefined, WITH_CHECK, top)).toMatchObject({ verdict: 'no-order', top });
    }
  });

  it('is no question with fewer than two waves', () => {
    expect(judge(WITHOUT_CHECK, rootOf(), [application({ name: 'a' }), application({ name: 'b' })])).toBeNull();
    expect(judge(WITHOUT_CHECK, rootOf(), [])).toBeNull();
  });
});

describe('what goes past the waves', () => {
  it('is each child that syncs itself to a revision that moves', () => {
    const gating = judge(WITH_CHECK, rootOf(), [
      application({ name: 'follows', wave: 0, sources: [source('main')] }),
      application({ name: 'pinned', wave: 1, sources: [source(COMMIT)] }),
      application({ name: 'by-hand', wave: 1, sources: [source('HEAD')], automated: null }),
      application({ name: 'range', wave: 2, sources: [source('1.2.*', { chart: 'web' })] }),
      application({ name: 'version', wave: 2, sources: [source('1.2.3', { chart: 'web' })] }),
    ]);
    expect(gating?.unordered).toEqual({ count: 2, names: ['follows', 'range'] });
    expect(gating?.total).toBe(5);
  });

  it('is each child that moves below a root that does not', () => {
    const children = [
      application({ name: 'follows', wave: 0, sources: [source(COMMIT), source('main', { ref: 'values' })] }),
      application({ name: 'tagged', wave: 1, sources: [source('v1.2.3')] }),
    ];
    const pinned = rootOf({ sources: [source('v1.4.0')] });
    expect(judge(WITH_CHECK, pinned, children)?.unpinned).toEqual({ count: 1, names: ['follows'] });
    expect(judge(WITH_CHECK, rootOf({ sources: [source('main')] }), children)?.unpinned.count).toBe(0);
  });

  it('names those that report no health, a few of many', () => {
    const many = Array.from({ length: 9 }, (_, index) =>
      application({ name: `app-${index}`, wave: index, health: 'Unknown' }),
    );
    expect(judge(WITH_CHECK, rootOf(), many)?.silent).toEqual({ count: 9, names: ['app-0', 'app-1', 'app-2'] });
  });
});
