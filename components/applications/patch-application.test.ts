import { expect, it } from 'vitest';
import type { Delta } from '#lib/domain/live/wire.ts';
import { application } from '#lib/testing/application.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { SharedApplicationData } from '#lib/views/application/read.ts';
import { patchApplication, type ShownApplication } from './patch-application.ts';

const shared = (health: 'Healthy' | 'Degraded'): SharedApplicationData => ({
  application: application({ name: 'web', health }),
  reason: null,
  engine: { name: 'Argo CD', url: null, objectUrl: null, isAsked: false },
  childHealth: null,
  windows: { known: [], reason: '', readAt: 0, mayHaveMore: false },
  brings: null,
  analyses: [],
  pods: [],
  commitUrls: {},
  sourceUrls: [],
});
const own = {
  changes: [{ id: 'c1', title: 'web', phase: 'live', at: 1 }],
  mayRefresh: true,
  maySay: true,
  source: 'hub/applications',
};
const page: ViewResult<ShownApplication> = {
  position: 'e1.1',
  sources: [],
  data: { ...shared('Healthy'), ...own },
};
const told = (result: typeof page, change: Partial<Delta>) =>
  patchApplication(result, { topic: 'application/argocd/web', version: 2, upsert: [], remove: [], ...change });

it('is gone once it is told of no more, and there again when it comes back', () => {
  const gone = told(page, { remove: ['argocd/web'] });
  expect(gone.data.isGone).toBe(true);
  const row = { id: 'argocd/web', ...shared('Degraded') };
  expect(told(gone, { upsert: [row] }).data).toEqual({ ...shared('Degraded'), ...own });
});

it('keeps what is of this viewer alone', () => {
  const row = { id: 'argocd/web', ...shared('Degraded') };
  expect(told(page, { upsert: [row] }).data).toMatchObject({ application: { health: 'Degraded' }, ...own });
});
