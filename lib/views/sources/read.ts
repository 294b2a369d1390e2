import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { sourcesOf } from '#lib/portal/sources-of.ts';
import { defineView } from '../_shared/view.ts';

/** How fresh everything is that the portal shows. */
export const sourcesView = defineView({
  name: 'sources',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const position = context.services.live.position();
    const sources = sourcesOf(context.services).map(({ source }) => source);
    return { data: {}, sources, position };
  },
});
