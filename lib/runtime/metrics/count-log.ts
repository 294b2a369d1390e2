import type { Log } from '#lib/ports/log.ts';
import type { Metrics } from '#lib/ports/metrics.ts';

/** A log whose lines are counted by level: a sudden many of them is worth an alert. */
export function countLog(log: Log, metrics: Metrics): Log {
  const counted =
    (level: keyof Log): Log[keyof Log] =>
    (message, fields) => {
      metrics.count('portolan_log_records_total', { level });
      log[level](message, fields);
    };
  return { info: counted('info'), warn: counted('warn'), error: counted('error') };
}
