import type { ChangePhase } from '#lib/domain/change/change.ts';
import { counter, gauge, type MetricFamily, only } from '#lib/domain/metric/family.ts';
import { SOURCE_STATES, type SourceStatus } from '#lib/domain/source/source.ts';
import type { HubCounts } from '#lib/live/hub-counts.ts';

export type MeasuredSource = { size: number; source: SourceStatus };

/** How fresh each source is. Its state is a line for each state there is, 1 for the one that holds. */
export function sourceFamilies(sources: readonly MeasuredSource[]): MetricFamily[] {
  const label = ({ source }: MeasuredSource) => ({ source: source.id });
  return [
    gauge(
      'portolan_source_state',
      'The state of each source: 1 for the one that holds.',
      sources.flatMap((one) =>
        SOURCE_STATES.map((state) => ({
          labels: { ...label(one), state },
          value: one.source.state === state ? 1 : 0,
        })),
      ),
    ),
    gauge(
      'portolan_source_state_since_timestamp_seconds',
      'When the state of the source began.',
      sources.map((one) => ({ labels: label(one), value: one.source.since / 1000 })),
    ),
    gauge(
      'portolan_source_heard_timestamp_seconds',
      'When what is shown of the source was last known to be right; no line while nothing is.',
      sources.flatMap((one) =>
        one.source.asOf === null ? [] : [{ labels: label(one), value: one.source.asOf / 1000 }],
      ),
    ),
    gauge(
      'portolan_source_objects',
      'How many objects of the source are kept.',
      sources.map((one) => ({ labels: label(one), value: one.size })),
    ),
  ];
}

/** The live streams. Topics are told by their kind: those of single pages come and go. */
export function hubFamilies({ subscribers, topics, frames, deltas, resets, encodedBytes }: HubCounts): MetricFamily[] {
  const kinds = Map.groupBy(topics, ({ name }) => name.split('/', 1)[0] ?? '');
  return [
    gauge('portolan_live_streams', 'Live streams that are open, one for each tab.', only(subscribers)),
    gauge(
      'portolan_live_topics',
      'Live topics, by kind.',
      [...kinds].map(([topic, all]) => ({ labels: { topic }, value: all.length })),
    ),
    gauge(
      'portolan_live_topic_subscribers',
      'Who listens to the topics of each kind.',
      [...kinds].map(([topic, all]) => ({
        labels: { topic },
        value: all.reduce((sum, one) => sum + one.subscribers, 0),
      })),
    ),
    counter('portolan_live_frames_total', 'Frames in which something was told.', only(frames)),
    counter('portolan_live_deltas_total', 'Deltas that were encoded, each once for all.', only(deltas)),
    counter('portolan_live_resets_total', 'How often readers were told to read again.', only(resets)),
    counter('portolan_live_encoded_bytes_total', 'Bytes of deltas and resets that were encoded.', only(encodedBytes)),
  ];
}

export type DriverCounts = { driven: number; failing: number };

export function driverFamilies({ driven, failing }: DriverCounts): MetricFamily[] {
  return [
    gauge('portolan_changes_driven', 'Unfinished changes that this process looks after.', only(driven)),
    gauge('portolan_changes_failing', 'Those of them whose last attempt failed.', only(failing)),
  ];
}

export type StoredCounts = { changes: ReadonlyMap<ChangePhase, number>; audit: number };

/** What the database holds; null while it does not answer. */
export function storedFamilies(counts: StoredCounts | null): MetricFamily[] {
  const up = gauge('portolan_database_up', 'Whether the database answers: 1 or 0.', only(counts === null ? 0 : 1));
  if (counts === null) {
    return [up];
  }
  const byPhase = [...counts.changes].map(([phase, value]) => ({ labels: { phase }, value }));
  return [
    up,
    gauge('portolan_changes', 'Changes by phase.', byPhase),
    gauge('portolan_audit_records', 'Length of the audit log.', only(counts.audit)),
  ];
}
