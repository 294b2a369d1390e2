import { randomUUID } from 'node:crypto';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { askGateway } from '#lib/usecases/gateway/ask.ts';
import { application } from '../application.ts';
import { createTestPortal, type TestPortal } from '../services.ts';
import { gatewayWith } from './gateway.ts';
import { createScriptedModel, type ScriptedModel } from './scripted-model.ts';

/** The only workload of the shop, as somebody wrote it. */
export const SHOP = `# Kept by hand.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
  namespace: shop
  labels: { app: shop }
spec:
  replicas: 2 # enough until spring
  selector:
    matchLabels: { app: shop }
  template:
    metadata:
      labels: { app: shop }
    spec:
      containers:
        - name: web
          image: registry.local/shop:1.0.0
          resources:
            requests: { cpu: 50m, memory: 64Mi }
            limits: { memory: 128Mi }
`;

export type Shop = {
  portal: TestPortal;
  model: ScriptedModel;
  dana: UserContext;
  commit(action: 'create' | 'update', path: string, content: string, branch?: string): void;
  /** Words about the shop. */
  ask(more?: object): Promise<GatewayRun>;
};

/** A portal with an application that Argo CD reads from `apps/shop`, another one beside it, and a model that says what it is told. */
export async function createShop(): Promise<Shop> {
  const model = createScriptedModel();
  const portal = await createTestPortal({ gateway: gatewayWith(model) });
  const dana = await portal.as('dana', { role: 'developer' });
  const commit: Shop['commit'] = (action, path, content, branch = 'main') => {
    const actions = [{ action, path, content }];
    portal.forge.repository.commit({ branch, message: `${action} ${path}`, actions }, 'rui');
  };
  commit('create', 'apps/shop/web.yaml', SHOP);
  commit('create', 'apps/other/web.yaml', SHOP.replaceAll('shop', 'other'));
  const source = { repoUrl: 'https://gitlab/platform.git', targetRevision: 'main' };
  const known = { shop: { ...source, path: 'apps/shop' }, elsewhere: { ...source, chart: 'elsewhere' } };
  for (const [name, from] of Object.entries(known)) {
    const resource = { group: 'apps', kind: 'Deployment', namespace: name, name, wave: 0, hook: false };
    const resources = [{ ...resource, requiresPruning: false }];
    portal.applications.set(`argocd/${name}`, application({ name, resources, sources: [from] }));
  }
  const ask: Shop['ask'] = (more = {}) =>
    askGateway(dana, {
      prompt: 'three copies, please',
      appName: 'shop',
      edits: 'argocd/shop',
      idempotencyKey: randomUUID(),
      ...more,
    });
  return { portal, model, dana, commit, ask };
}
