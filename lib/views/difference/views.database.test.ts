import { afterEach, describe, expect, it } from 'vitest';
import type { ApplicationResource } from '#lib/domain/application/application.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { application } from '#lib/testing/application.ts';
import { DATABASE } from '#lib/testing/database/test-database.ts';
import { pretendEngineApi } from '#lib/testing/engine-api.ts';
import { createTestPortal, type TestPortal } from '#lib/testing/services.ts';
import { applicationView } from '../application/read.ts';
import { liveTreeView } from '../live-tree/read.ts';
import { differenceView } from './read.ts';

const WEB = { namespace: 'argocd', name: 'web' };
const KEY = { group: '', kind: 'ConfigMap', namespace: 'web', name: 'settings' };
const SETTINGS: ApplicationResource = { ...KEY, wave: 0, hook: false, requiresPruning: false, sync: 'OutOfSync' };
const DIFFERENCE = { live: 'a: 1\n', wanted: 'a: 2\n', isHidden: false, isCut: false };

describe(`what the engine's own API tells, on ${DATABASE}`, () => {
  let portal: TestPortal;
  const begin = async (overrides: Parameters<typeof createTestPortal>[0] = {}) => {
    portal = await createTestPortal(overrides);
    portal.applications.set('argocd/web', application({ resourceHealth: 'tree', resources: [SETTINGS] }));
    return await portal.as('vera', { role: 'viewer' });
  };
  afterEach(() => portal.close());

  describe('without a token', () => {
    it('says what cannot be known, and what would tell', async () => {
      const vera = await begin();
      const { data } = await liveTreeView.read(vera, WEB);
      expect(data.tree).toBeNull();
      expect(data.problem?.text).toContain('keeps the health of each resource');
      expect(data.problem?.remedy).toBe('Configure a token.');
      const { data: answer } = await differenceView.read(vera, { of: WEB, ...KEY, asOf: null });
      expect(answer).toMatchObject({ difference: null, remedy: 'Configure a token.' });
    });

    it('does not speak of the health of resources where the object itself tells it', async () => {
      const vera = await begin();
      portal.applications.set('argocd/web', application({ resourceHealth: 'inline' }));
      expect((await liveTreeView.read(vera, WEB)).data.problem?.text).not.toContain('health');
    });
  });

  it('is told to whoever may look, and asked of nothing but an application that is there', async () => {
    let asked = 0;
    const engineApi = pretendEngineApi({
      readDifference: async () => {
        asked += 1;
        return DIFFERENCE;
      },
    });
    const vera = await begin({ engineApi });
    expect((await liveTreeView.read(vera, WEB)).data).toEqual({ tree: { nodes: [], left: 0 }, problem: null });
    const params = { of: WEB, ...KEY, asOf: null };
    expect((await differenceView.read(vera, params)).data.difference).toEqual(DIFFERENCE);
    for (const other of [
      { ...params, kind: 'Secret' },
      { ...params, of: { ...WEB, name: 'nobody' } },
    ]) {
      await expect(differenceView.read(vera, other)).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(liveTreeView.read(vera, { ...WEB, name: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
    expect(asked).toBe(1);
  });

  it('is asked once for all who ask at the same time, and not for too much at once', async () => {
    let asked = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    const engineApi = pretendEngineApi({
      readDifference: async () => {
        asked += 1;
        await promise;
        return DIFFERENCE;
      },
    });
    const vera = await begin({ engineApi });
    const resources = Array.from({ length: 20 }, (_, index) => ({ ...SETTINGS, name: `s${index}` }));
    portal.applications.set('argocd/web', application({ resources }));
    const read = (name: string) => differenceView.read(vera, { of: WEB, ...KEY, name, asOf: null });
    const waiting = Promise.allSettled([...resources, ...resources].map(({ name }) => read(name)));
    await expect.poll(() => asked).toBe(8);
    resolve();
    const codes = (await waiting).map((one) => (one.status === 'rejected' ? one.reason.code : 'told'));
    expect(codes.filter((code) => code === 'told')).toHaveLength(16);
    expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(24);
    expect((await read('s19')).data.difference).toEqual(DIFFERENCE);
  });

  it('says why it cannot be told', async () => {
    const detail = {
      provider: 'Argo CD',
      operation: 'read difference',
      kind: 'timeout',
      message: 'no answer',
    } as const;
    const engineApi = pretendEngineApi({
      readDifference: async () => {
        throw new ExternalError(detail);
      },
    });
    const vera = await begin({ engineApi });
    const { data } = await differenceView.read(vera, { of: WEB, ...KEY, asOf: null });
    expect(data).toEqual({ difference: null, reason: 'Argo CD: read difference: no answer.', remedy: '' });
  });

  it('may be asked to look at git by who may propose, and by nobody where it is off', async () => {
    const vera = await begin({ engineApi: pretendEngineApi() });
    const dana = await portal.as('dana', { role: 'developer' });
    expect((await applicationView.read(vera, WEB)).data.mayRefresh).toBe(false);
    expect((await applicationView.read(dana, WEB)).data.mayRefresh).toBe(true);
    await portal.close();
    await begin({ engineApi: { ...pretendEngineApi(), mayRefresh: false } });
    const ada = await portal.as('ada', { role: 'admin' });
    expect((await applicationView.read(ada, WEB)).data.mayRefresh).toBe(false);
  });
});
