import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { application } from '#lib/testing/application.ts';
import { DATABASE } from '#lib/testing/database/test-database.ts';
import { type PretendEngineApi, pretendEngineApi } from '#lib/testing/engine-api.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { refreshApplication } from './refresh.ts';

const WEB = { namespace: 'argocd', name: 'web' };

describe(`asking the engine to look at git, on ${DATABASE}`, () => {
  let portal: TestPortal;
  let engineApi: PretendEngineApi;
  const begin = async (made: PretendEngineApi) => {
    engineApi = made;
    portal = await createTestPortal({ engineApi });
    portal.applications.set('argocd/web', application());
  };
  const records = async () =>
    (await portal.store.audit.list({ limit: 10 })).map(({ action, outcome, subjectId, detail }) => ({
      action,
      outcome,
      subjectId,
      detail,
    }));
  beforeEach(() => begin(pretendEngineApi()));
  afterEach(() => portal.close());

  it('asks once, and writes down who asked before it does', async () => {
    const dana = await portal.as('dana', { role: 'developer' });
    expect(await refreshApplication(dana, WEB)).toEqual({ refreshed: 'argocd/web' });
    expect(engineApi.refreshed).toEqual(['web']);
    expect(await records()).toEqual([
      { action: 'application.refresh', outcome: 'intent', subjectId: 'argocd/web', detail: {} },
    ]);
  });

  it('asks nothing for somebody who may only look', async () => {
    const vera = await portal.as('vera', { role: 'viewer' });
    await expect(refreshApplication(vera, WEB)).rejects.toMatchObject({ code: 'not-permitted' });
    expect(engineApi.refreshed).toEqual([]);
    expect((await records()).map(({ outcome }) => outcome)).toEqual(['refused']);
  });

  it.each([
    ['it is not configured', () => ({ ...pretendEngineApi(), mayRefresh: false })],
    ['there is no token', () => ({ ...pretendEngineApi(), isOn: false, remedy: 'Configure one.' }) as never],
  ])('asks nothing where %s', async (_, make) => {
    await portal.close();
    await begin(make());
    const ada = await portal.as('ada', { role: 'admin' });
    await expect(refreshApplication(ada, WEB)).rejects.toMatchObject({ code: 'refused' });
    expect(engineApi.refreshed).toEqual([]);
    expect(await records()).toEqual([]);
  });

  it('asks nothing for an application that is not there', async () => {
    const dana = await portal.as('dana', { role: 'developer' });
    await expect(refreshApplication(dana, { ...WEB, name: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
    expect(engineApi.refreshed).toEqual([]);
  });

  it('says what the engine answered, and writes that it failed', async () => {
    await portal.close();
    const detail = { provider: 'Argo CD', operation: 'refresh application', message: 'it is gone' } as const;
    await begin(
      pretendEngineApi({
        refresh: async () => {
          throw new ExternalError({ ...detail, kind: 'unavailable' });
        },
      }),
    );
    const dana = await portal.as('dana', { role: 'developer' });
    await expect(refreshApplication(dana, WEB)).rejects.toMatchObject({ code: 'unavailable' });
    expect((await records()).map(({ outcome, detail: said }) => [outcome, said])).toEqual([
      ['failed', { kind: 'unavailable' }],
      ['intent', {}],
    ]);
  });
});
