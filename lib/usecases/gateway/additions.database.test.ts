import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { application } from '#lib/testing/application.ts';
import { failure } from '#lib/testing/failure.ts';
import { createShop, SHOP, type Shop } from '#lib/testing/gateway/shop.ts';
import { writeNow } from '#lib/testing/gateway/write-run.ts';
import { advanceChange } from '../change/advance.ts';
import { openRun } from './open.ts';

const answer = (add: object, edits: object[] = []) => JSON.stringify({ why: 'It is asked for.', edits, add });
const REACHED = { services: [{ workload: 'Deployment/shop', port: 80 }], addresses: [{ host: 'shop.lan' }] };
const KUSTOMIZATION = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [web.yaml]\n';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: shop, namespace: shop }\n';
const CACHED = { services: [{ part: 'cache', port: 6379 }] };
const DENY =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n';
const DENIED = {
  ...{ group: 'networking.k8s.io', kind: 'NetworkPolicy', namespace: 'shop', name: 'deny', sync: 'Synced' as const },
  ...{ wave: 0, hook: false, requiresPruning: false },
};
const RELABELLED = SHOP.replaceAll('app: shop', 'app: shop-web');
const HIDDEN = SHOP.replaceAll('shop', 'shop-db')
  .replace('namespace: shop-db', 'namespace: shop')
  .replace('resources:', 'env: [{ name: DB_PASSWORD, value: x7Kq9vT2mB4z }]\n          resources:');

describe('words about what an application lacks', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await createShop();
  });
  afterEach(() => shop.portal.close());

  const fileOf = (branch: string, path: string) => shop.portal.forge.repository.find(branch)?.files.get(path) ?? '';
  const isOffered = () => JSON.stringify(shop.model.asked).includes('"add"');

  it('add whole objects beside its files, which lead to what is there', async () => {
    const { portal, model, dana, ask } = shop;
    const copies = { object: 'Deployment/shop', field: 'spec.replicas', action: 'set', to: '3' };
    model.says(answer(REACHED, [copies]));
    const draft = await writeNow(portal, await ask({ prompt: 'three copies, under shop.lan' }));
    expect(draft).toMatchObject({ state: 'draft', draft: { path: { kind: 'edits' }, problem: null } });
    const change = await openRun(dana, { runId: draft.id });
    expect(change).toMatchObject({
      paths: ['apps/shop/ingress-shop.yaml', 'apps/shop/service-shop.yaml', 'apps/shop/web.yaml'],
      subjects: [{ application: 'argocd/shop' }],
      origin: { kind: 'ai', within: ['apps/shop/**'] },
    });
    expect(fileOf(change.branch, 'apps/shop/web.yaml')).toContain('replicas: 3 # enough until spring');
    const service = fileOf(change.branch, 'apps/shop/service-shop.yaml');
    expect(service).toContain('app: shop');
    expect(service).toContain('portolan/model: qwen2.5-coder:7b');
    expect(fileOf(change.branch, 'apps/shop/ingress-shop.yaml')).toContain('host: shop.lan');
    const moved = await advanceChange(portal.services, change.id, 'test');
    expect(moved.report?.results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
  });

  it('add network policies where others close the namespace, which reviewers are told of', async () => {
    const { portal, model, dana, ask } = shop;
    shop.commit('create', 'apps/shop/deny.yaml', DENY);
    know({ resources: [...(shop.portal.applications.get('argocd/shop')?.resources ?? []), DENIED] });
    model.says(answer({ workloads: [{ part: 'cache', image: 'a:1.0', port: 6379 }], ...CACHED }));
    const draft = await writeNow(portal, await ask({ prompt: 'a cache' }));
    const change = await openRun(dana, { runId: draft.id });
    expect(change.paths).toEqual([
      'apps/shop/deployment-shop-cache.yaml',
      'apps/shop/networkpolicy-shop-cache.deployment.yaml',
      'apps/shop/networkpolicy-shop.deployment.shop-cache.deployment.yaml',
      'apps/shop/service-shop-cache.yaml',
    ]);
    expect(fileOf(change.branch, 'apps/shop/networkpolicy-shop-cache.deployment.yaml')).toContain('portolan/run');
    const { report } = await advanceChange(portal.services, change.id, 'test');
    expect(report?.results.filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    expect(report?.notices?.filter(({ topic }) => topic === 'network')).toHaveLength(2);
  });

  it.each([
    ['and where another application closes it', () => closes('infra/network'), true],
    [
      'and none where nothing says that what would close it is in effect',
      () => closes('infra/network', 'OutOfSync'),
      false,
    ],
    ['and none where two files say what would close it', () => closes('infra', 'Synced', 'infra/old.yaml'), false],
  ])('%s', async (_, arrange, isClosed) => {
    const { portal, model, ask } = shop;
    arrange();
    model.says(answer({ workloads: [{ part: 'cache', image: 'a:1.0', port: 6379 }], ...CACHED }));
    const { draft } = await writeNow(portal, await ask({ prompt: 'a cache' }));
    const paths = draft?.files.map(({ path }) => path);
    expect(paths?.includes('apps/shop/networkpolicy-shop-cache.deployment.yaml')).toBe(isClosed);
    expect(draft?.problem).toBeNull();
  });

  it('are said again to the model where what it names is there or leads nowhere', async () => {
    const { portal, model, ask } = shop;
    model.says(
      answer({ workloads: [{ image: 'a:1.0' }] }),
      answer({ addresses: [{ host: 'shop.lan' }] }),
      answer(REACHED),
    );
    const { steps, draft } = await writeNow(portal, await ask());
    expect(steps.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('Deployment/shop is there already'),
      expect.stringContaining('Ingress/shop leads to no service'),
      null,
    ]);
    expect(draft?.problem).toBeNull();
  });

  it('make nothing where somebody else added a file of the name meanwhile', async () => {
    const { portal, model, dana, ask, commit } = shop;
    model.says(answer(REACHED));
    const draft = await writeNow(portal, await ask());
    commit('create', 'apps/shop/ingress-shop.yaml', '# mine\n');
    portal.services.snapshots.invalidate();
    expect(await failure(openRun(dana, { runId: draft.id }))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('ingress-shop.yaml was added by somebody else'),
    });
  });

  it.each([
    [
      'there is one of the name by now',
      () => shop.commit('create', 'apps/shop/other.yaml', SERVICE),
      'is there already',
    ],
    ['it would not be delivered any more', () => shop.commit('create', 'apps/shop/Kustomization', KUSTOMIZATION), ''],
    ['what they lead to is another', () => shop.commit('update', 'apps/shop/web.yaml', RELABELLED), ''],
    ['none may be made any more', () => permit([]), ''],
  ])('make nothing where %s', async (_, arrange, words) => {
    const { portal, model, dana, ask } = shop;
    model.says(answer(REACHED));
    const draft = await writeNow(portal, await ask());
    arrange();
    portal.services.snapshots.invalidate();
    expect(await failure(openRun(dana, { runId: draft.id }))).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`does not fit any more.*${words}`, 's')),
    });
  });

  it('know what is there that a model is not shown, of this application and of others', async () => {
    const { portal, model, ask } = shop;
    shop.commit('create', 'apps/shop/db.yaml', HIDDEN);
    const theirs = { group: '', kind: 'Service', namespace: 'shop', name: 'shop-api', wave: 0, hook: false };
    beside('apps/api', { resources: [{ ...theirs, requiresPruning: false }] });
    const [db, api] = [{ workloads: [{ part: 'db', image: 'a:1.0' }] }, { services: [{ part: 'api', port: 80 }] }];
    model.says(answer(db), answer(api), answer({ services: [{ workload: 'db', part: 'data', port: 5432 }] }));
    const { steps, draft } = await writeNow(portal, await ask());
    expect(JSON.stringify(model.asked)).not.toContain('x7Kq9vT2mB4z');
    expect(steps.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('Deployment/shop-db is there already'),
      expect.stringContaining('Service/shop-api is there already'),
      null,
    ]);
    expect(draft?.files[0]?.after).toContain('app: shop-db');
  });

  it('said otherwise take back what is not asked for any more', async () => {
    const { portal, model, ask } = shop;
    model.says(answer(REACHED), answer({ services: REACHED.services }));
    const first = await writeNow(portal, await ask({ opensItself: true }));
    const again = await writeNow(portal, await ask({ revises: first.changeId, opensItself: true }));
    expect(again).toMatchObject({ state: 'opened', changeId: first.changeId });
    const change = await portal.services.store.changes.findById(first.changeId ?? '');
    expect(fileOf(change?.branch ?? '', 'apps/shop/service-shop.yaml')).toContain('kind: Service');
    expect(fileOf(change?.branch ?? '', 'apps/shop/ingress-shop.yaml')).toBe('');
  });

  it.each([
    ['the folder has rules of its own', () => shop.commit('create', 'apps/shop/kustomization.yaml', KUSTOMIZATION)],
    ['the folder is a chart', () => shop.commit('create', 'apps/shop/Chart.yaml', 'name: shop\n')],
    [
      'the engine is told otherwise in git',
      () => shop.commit('create', 'apps/shop/.argocd-source-shop.yaml', 'a: b\n'),
    ],
    ['another revision is read', () => read({ targetRevision: 'v1.4.2' })],
    ['only the folder above is read', () => read({ path: 'apps' })],
    ['another application reads it as well', () => beside('apps/shop')],
    ['it is what the gateway writes into', () => point('apps/shop')],
    ['a landing zone has none of the kinds', () => land([])],
    ['only some files of it are read', () => read({ isSelective: true })],
    ['nothing of it is known to be delivered', () => know({ resources: [] })],
    ['a model may make nothing', () => permit([])],
  ])('are about fields only where %s', async (_, arrange) => {
    arrange();
    shop.model.says(answer(REACHED));
    const run = await writeNow(shop.portal, await shop.ask());
    expect(isOffered()).toBe(false);
    expect(run.draft).toBeNull();
  });

  it('offer what may be made, and nothing else', async () => {
    permit(['Service']);
    shop.model.says(answer({ addresses: REACHED.addresses }), answer({ services: REACHED.services }));
    const { steps, draft } = await writeNow(shop.portal, await shop.ask());
    expect(isOffered()).toBe(true);
    expect(steps.map(({ problem }) => problem === null)).toEqual([false, true]);
    expect(draft?.files.map(({ path }) => path)).toEqual(['apps/shop/service-shop.yaml']);
  });

  it('write nothing that the platform refuses', async () => {
    const { portal, model, dana, ask } = shop;
    model.says(answer({ settings: [{ entries: [{ key: 'password', value: 'x7Kq9vT2mB4z' }] }] }));
    const draft = await writeNow(portal, await ask());
    expect(draft.draft?.problem).not.toBeNull();
    expect(await failure(openRun(dana, { runId: draft.id }))).toMatchObject({ code: 'refused' });
  });

  function know(more: object): void {
    const known = shop.portal.applications.get('argocd/shop') ?? application();
    shop.portal.applications.set('argocd/shop', { ...known, ...more });
  }
  function closes(folder: string, sync = 'Synced', also?: string): void {
    for (const path of ['infra/network/shop.yaml', ...(also === undefined ? [] : [also])]) {
      shop.commit('create', path, DENY);
    }
    beside(folder, { resources: [{ ...DENIED, sync }] });
  }
  function read(more: object): void {
    const [source] = shop.portal.applications.get('argocd/shop')?.sources ?? [];
    know({ sources: [{ ...source, ...more }] });
  }
  function beside(path: string, more: object = {}): void {
    const [source] = shop.portal.applications.get('argocd/shop')?.sources ?? [];
    const sources = source === undefined ? [] : [{ ...source, path }];
    const destination = { cluster: 'in-cluster', namespace: 'shop' };
    shop.portal.applications.set('argocd/beside', application({ name: 'beside', destination, sources, ...more }));
  }
  function point(folder: string): void {
    Object.assign(shop.portal.services.gateway?.zone ?? {}, { folder });
  }
  function land(kinds: string[]): void {
    Object.assign(shop.portal.services.guardrails.landing, { kinds });
  }
  function permit(kinds: string[]): void {
    Object.assign(shop.portal.services.gateway?.zone ?? {}, { kinds });
  }
});
