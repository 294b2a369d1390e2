import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type CheckOptions, type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';
import { READ_APPLICATIONS } from '#sandbox/argocd/server/accounts.ts';

let rig: CheckRig;
beforeAll(async () => {
  rig = await startCheckRig();
});
afterAll(() => rig.close());
afterEach(() => rig.sandbox.faults.clear());

const server = () => {
  const { argocd } = rig.sandbox.platform;
  if (argocd === null) {
    throw new Error('the platform of the repository has an Argo CD');
  }
  return argocd;
};

/** Of Argo CD's API, and what of everything else is in trouble. */
async function check(token = rig.sandbox.secrets.portalArgoCdToken) {
  const options: CheckOptions = {
    replace: [['argocd: {root: dev-platform}', `argocd: {root: dev-platform, url: "${server().url}"}`]],
    environment: { PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN: token },
  };
  const reports = await rig.check(options);
  return {
    report: reports.find(({ id }) => id === 'argocd/homelab'),
    others: reports.filter(({ id, state }) => id !== 'argocd/homelab' && state === 'problem').map(({ id }) => id),
    text: JSON.stringify(reports),
  };
}

describe('the check of Argo CD’s API', () => {
  it('is not made without a token, which is no trouble, and what is not known is said', async () => {
    const reports = await rig.check();
    expect(reports.map(({ id }) => id)).not.toContain('argocd/homelab');
    const argocd = reports.find(({ id }) => id === 'clusters/homelab/argocd');
    expect(argocd?.state).toBe('ok');
    expect(argocd?.findings.at(-1)?.detail).toContain('none in PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN');
  });

  it('finds all well with the token of an account that may look', async () => {
    const { report, others } = await check();
    expect(report).toMatchObject({ state: 'ok', identity: 'portolan', address: server().url });
    expect(others).toEqual([]);
  });

  it('says what is wrong with the token and what to do, and never what it is', async () => {
    const { report, others, text } = await check('not-a-token-of-anybody');
    expect(report?.findings).toMatchObject([{ subject: 'token', state: 'problem' }]);
    expect(report?.findings[0]?.remedy).toContain('PORTOLAN_CLUSTER_HOMELAB_ARGOCD_TOKEN');
    expect(text).not.toContain('not-a-token-of-anybody');
    expect(others).toEqual([]);
  });

  it('gives the right that is missing, to copy', async () => {
    const account = { token: rig.sandbox.secrets.portalArgoCdToken, name: 'portolan' };
    server().accounts.set({ ...account, policies: [] });
    const { report } = await check();
    server().accounts.set({ ...account, policies: [READ_APPLICATIONS] });
    expect(report?.findings[0]).toMatchObject({
      state: 'problem',
      copy: 'p, portolan, applications, get, */*, allow',
    });
  });

  it.each(['reset', 'html', 'truncate'] as const)('tells what happened: %s', async (kind) => {
    rig.sandbox.faults.set({ id: 'a', server: 'argocd', kind, path: '/api/v1' });
    const { report, others } = await check();
    expect(report?.state).toBe('problem');
    expect(report?.findings[0]?.remedy).toContain('argocd.url');
    expect(others).toEqual([]);
  });
});
