import 'server-only';
import type { Application } from '#lib/domain/application/application.ts';
import type { LiveTree } from '#lib/domain/application/live-tree.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { engineApiOf, type LookedTree } from '#lib/portal/engine-api.ts';
import { defineView } from '../_shared/view.ts';
import { ApplicationParams } from '../application/read.ts';

export type LiveTreeData = {
  /** Null where it is not known. */
  tree: LiveTree | null;
  /** Why it is not known, or no longer as of now; null where it is. */
  problem: { text: string; remedy: string; since: number | null } | null;
};

/** What runs of an application: asked for apart and while somebody looks, because it asks the engine's own API. */
export const liveTreeView = defineView({
  name: 'live-tree',
  params: ApplicationParams,
  async read(context, { namespace, name }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const { live, seenApplications } = services;
    const engineApi = engineApiOf(services.engineApi, `${namespace}/${name}`);
    const position = live.position();
    const application = seenApplications.get(`${namespace}/${name}`);
    if (application === undefined) {
      throw new PortalError('not-found', `There is no application ${name} in ${namespace}.`);
    }
    const looked = engineApi.isOn ? await engineApi.trees.read(application.id) : null;
    const sources = looked === null ? [] : [looked.source];
    return { data: toLiveTreeData(services, application, looked), sources, position };
  },
});

/** @param looked what is known of it now; null where nobody asks */
export function toLiveTreeData(
  { engine, engineApi: apis }: Pick<Services, 'engine' | 'engineApi'>,
  { id, resourceHealth }: Pick<Application, 'id' | 'resourceHealth'>,
  looked: LookedTree | null,
): LiveTreeData {
  const engineApi = engineApiOf(apis, id);
  if (!engineApi.isOn) {
    const health = resourceHealth === 'tree' ? 'the health of each resource, ' : '';
    const text = `${engine.name} keeps ${health}what was made from it and what differs from git to its own API, which Portolan may not ask here.`;
    return { tree: null, problem: { text, remedy: engineApi.remedy, since: null } };
  }
  if (looked === null) {
    const text = `${engine.name}'s API has not been asked yet.`;
    return { tree: null, problem: { text, remedy: '', since: null } };
  }
  const { state, since, reason = '', remedy = '' } = looked.source;
  return { tree: looked.value, problem: state === 'live' ? null : { text: reason, remedy, since } };
}
