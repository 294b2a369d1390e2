import 'server-only';
import type { HistogramName, LabelsOf } from '#lib/domain/metric/catalogue.ts';
import type { Metrics } from '#lib/ports/metrics.ts';
import { toPortalError } from './error-response.ts';

type Named = Extract<HistogramName, 'portolan_command_duration_seconds' | 'portolan_view_duration_seconds'>;

/** Notes how long the work took and how it ended: ok, or the code of its refusal. */
export async function timed<Name extends Named, Result>(
  metrics: Metrics,
  name: Name,
  labelsOf: (outcome: string) => LabelsOf<Name>,
  work: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  let outcome = 'ok';
  try {
    return await work();
  } catch (error) {
    outcome = toPortalError(error).code;
    throw error;
  } finally {
    metrics.time(name, labelsOf(outcome), (performance.now() - startedAt) / 1000);
  }
}
