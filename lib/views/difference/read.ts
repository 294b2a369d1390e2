import 'server-only';
import { z } from 'zod';
import type { ObjectDifference } from '#lib/domain/application/difference.ts';
import { objectId } from '#lib/domain/application/live-tree.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { engineApiOf } from '#lib/portal/engine-api.ts';
import { readDifference } from '#lib/portal/read-difference.ts';
import { defineView } from '../_shared/view.ts';

const Name = z.string().max(253);

export const DifferenceParams = z.strictObject({
  /** Of the application. */
  of: z.strictObject({ namespace: Name, name: Name }),
  group: Name,
  kind: Name,
  namespace: Name,
  name: Name,
  /** As of when the reader knows the application: at another time it is another question. */
  asOf: z.number().nullable().default(null),
});

export type DifferenceData = {
  /** Null where it is not known. */
  difference: ObjectDifference | null;
  /** Why not; '' where it is. */
  reason: string;
  remedy: string;
};

/** What one object that is out of sync differs in. Asked for when somebody wants to know, of the engine's own API. */
export const differenceView = defineView({
  name: 'difference',
  params: DifferenceParams,
  async read(context, { of, group, kind, namespace, name }) {
    await authorize(context, 'platform.view');
    const { engine, live, seenApplications } = context.services;
    const engineApi = engineApiOf(context.services.engineApi, `${of.namespace}/${of.name}`);
    const position = live.position();
    const application = seenApplications.get(`${of.namespace}/${of.name}`);
    const key = { group, kind, namespace, name };
    // Nothing but what belongs to an application that is shown anyway.
    if (application?.resources.some((resource) => objectId(resource) === objectId(key)) !== true) {
      throw new PortalError('not-found', `There is no ${kind} ${name} in ${of.namespace}/${of.name}.`);
    }
    const result = (data: DifferenceData) => ({ data, sources: [], position });
    if (!engineApi.isOn) {
      const reason = `${engine.name} keeps what differs from git to its own API, which Portolan may not ask here.`;
      return result({ difference: null, reason, remedy: engineApi.remedy });
    }
    try {
      const difference = await readDifference(engineApi.details, application, key);
      const reason = difference === null ? `${engine.name} does not know it any more.` : '';
      return result({ difference, reason, remedy: '' });
    } catch (error) {
      if (error instanceof ExternalError) {
        return result({ difference: null, reason: `${error.message}.`, remedy: '' });
      }
      throw error;
    }
  },
});
