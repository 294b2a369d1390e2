import type { SourceState } from '#lib/domain/source/source.ts';
import type { ReflectionSink } from '#lib/ports/cluster.ts';
import type { Watching } from './watching.ts';

/** A sink that counts what comes in, whole states and single objects, and notes when the source was heard. */
export function measureSink<Value>(
  sink: ReflectionSink<Value>,
  source: string,
  { metrics, connections }: Watching,
): ReflectionSink<Value> {
  return {
    replace(values) {
      metrics.count('portolan_source_lists_total', { source });
      sink.replace(values);
    },
    upsert(id, value) {
      metrics.count('portolan_source_events_total', { source, event: 'upsert' });
      sink.upsert(id, value);
    },
    remove(id) {
      metrics.count('portolan_source_events_total', { source, event: 'remove' });
      sink.remove(id);
    },
    status(status) {
      if (status.state === ('live' satisfies SourceState)) {
        connections.heard(source);
      }
      sink.status(status);
    },
  };
}
