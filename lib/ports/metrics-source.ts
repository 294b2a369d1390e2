import type { PlatformMetrics } from '#lib/domain/gpu/card-metrics.ts';

/** A store of measurements of the platform, to read. Not to be mixed up with what the portal measures of itself. */
export interface MetricsSource {
  readonly id: string;
  readonly label: string;
  /** Everything of now at once. No series is no figure: unknown, never zero. Throws ExternalError. */
  read(signal?: AbortSignal): Promise<PlatformMetrics>;
}
