import 'server-only';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { findRunner, type RunnerRow } from '../runners/row.ts';

export type RunnerData = {
  id: string;
  /** null once it is gone, while somebody looks at it. */
  runner: RunnerRow | null;
};

/** One runner with everything that is known of it. */
export const runnerView = defineView({
  name: 'runner',
  params: z.strictObject({ id: z.string().max(600) }),
  async read(context, { id }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const found = findRunner(services, id);
    if (found === null) {
      const unknown = services.runnerSources.find(({ runners }) => !hasData(runners.source))?.runners.source;
      throw unknown === undefined
        ? new PortalError('not-found', `There is no runner ${id}, or the portal may not see it.`)
        : new PortalError(
            'unavailable',
            `${unknown.label} cannot be looked at now: ${unknown.reason ?? unknown.state}.`,
          );
    }
    const data: RunnerData = { id, runner: found.row };
    return { data, sources: [found.source], position };
  },
});
