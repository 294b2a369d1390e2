import 'server-only';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '#lib/adapters/log/pino-log.ts';
import { startProcessMetrics } from '#lib/adapters/prometheus/process.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import { fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import { createConnectionLog } from '#lib/portal/connection-log.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { QUIET_COMMANDS } from '#lib/usecases/index.ts';
import { countLog } from './metrics/count-log.ts';
import type { FrontDoor } from './requests/front-door.ts';
import { observeRequests } from './requests/observe-requests.ts';
import { readRoutePatterns } from './requests/route-patterns.ts';

/** What begins before everything else and watches it: the log, the counters, the requests. */
export function watchProcess(level: string | undefined, root: string, clock: Clock, door: FrontDoor) {
  const registry = createRegistry();
  const log = countLog(createLog(level), registry);
  const quiet = new Set(QUIET_COMMANDS.map((name) => `/api/commands/${name}`));
  const requests = observeRequests({
    door,
    metrics: registry,
    log,
    patternOf: readRoutePatterns(root),
    isReading: (path) => quiet.has(path),
  });
  const own = startProcessMetrics();
  return {
    registry,
    log,
    requests,
    process: own,
    connections: createConnectionLog(clock),
    version: readVersion(root),
    stop: () => own.stop(),
  };
}

function readVersion(root: string): string {
  return textOf(fieldsOf(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))).version);
}
