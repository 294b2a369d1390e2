import type { ConnectionLog } from '#lib/portal/connection-log.ts';
import type { Metrics } from '#lib/ports/metrics.ts';

/** What is told of everything that goes out of the portal or comes into it. */
export type Watching = { metrics: Metrics; connections: ConnectionLog };
