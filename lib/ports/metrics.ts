import type { CounterName, HistogramName, LabelsOf } from '#lib/domain/metric/catalogue.ts';

/** Counting and timing for whoever watches the portal. What there is to count is in the catalogue. */
export interface Metrics {
  count<Name extends CounterName>(name: Name, labels: LabelsOf<Name>, by?: number): void;
  /** @param seconds how long it took */
  time<Name extends HistogramName>(name: Name, labels: LabelsOf<Name>, seconds: number): void;
}
