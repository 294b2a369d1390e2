import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';

/** How fresh everything is that the portal shows. */
export const sourcesView = defineView({
  name: 'sources',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { engine, nodes, pods, deployments, models, changeRows, live } = context.services;
    const position = live.position();
    const sources = [engine.applications, nodes, pods, deployments, ...models, changeRows].map(({ source }) => source);
    return { data: {}, sources, position };
  },
});
