import 'server-only';
import { expose } from '#lib/adapters/prometheus/exposition.ts';
import type { ProcessMetrics } from '#lib/adapters/prometheus/process.ts';
import type { Registry } from '#lib/adapters/prometheus/registry.ts';
import type { ChangePhase } from '#lib/domain/change/change.ts';
import { gauge, only } from '#lib/domain/metric/family.ts';
import type { Hub } from '#lib/live/hub.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Store } from '#lib/ports/store.ts';
import type { ChangeDriver } from '../change-driver.ts';
import {
  driverFamilies,
  hubFamilies,
  type MeasuredSource,
  type StoredCounts,
  sourceFamilies,
  storedFamilies,
} from './families.ts';

export type ScrapeOptions = {
  registry: Registry;
  process: ProcessMetrics;
  hub: Hub;
  driver: ChangeDriver;
  store: Store;
  clock: Clock;
  sources(): readonly MeasuredSource[];
  requestsInFlight(): number;
  version: string;
};

/** A scrape has ten seconds by default, and tells most when the database is what is slow. */
const DATABASE_WITHIN_MS = 2_000;

/** Everything there is to measure, as of now, in Prometheus' text format. */
export async function scrape(options: ScrapeOptions): Promise<string> {
  const { registry, hub, driver, sources, version } = options;
  const stored = await readStored(options);
  const build = gauge('portolan_build_info', 'What runs here; always 1.', [
    { labels: { version, node: process.version }, value: 1 },
  ]);
  const inFlight = gauge(
    'portolan_http_requests_in_flight',
    'Requests whose answer has not ended, live streams among them.',
    only(options.requestsInFlight()),
  );
  return expose([
    build,
    ...options.process.families(),
    inFlight,
    ...registry.families(),
    ...sourceFamilies(sources()),
    ...hubFamilies(hub.counts()),
    ...driverFamilies(driver.counts()),
    ...storedFamilies(stored),
  ]);
}

/** null where the database does not answer in time: the metrics themselves then say so. */
async function readStored({ store, clock }: ScrapeOptions): Promise<StoredCounts | null> {
  const done = new AbortController();
  const late = clock.sleep(DATABASE_WITHIN_MS, done.signal).then(
    () => null,
    () => null, // It answered in time.
  );
  const counts = Promise.all([store.changes.countByPhase(), store.audit.list({ limit: 1 })]).then(
    ([changes, [last]]: [ReadonlyMap<ChangePhase, number>, { sequence: number }[]]) => ({
      changes,
      audit: last?.sequence ?? 0,
    }),
    () => null, // Counted as an error of the database already.
  );
  const result = await Promise.race([counts, late]);
  done.abort();
  return result;
}
