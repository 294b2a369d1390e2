import 'server-only';
import { z } from 'zod';
import type { ConnectionRow } from '#lib/domain/connection/row.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { connectionRows } from './rows.ts';

export type ConnectionsData = { connections: ConnectionRow[] };

/** How every connection and queue of the portal is. Administrators only: it names addresses and accounts. */
export const connectionsView = defineView({
  name: 'connections',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'connections.view');
    const { services } = context;
    const position = services.live.position();
    const data: ConnectionsData = { connections: connectionRows(services) };
    return { data, sources: [], position };
  },
});
