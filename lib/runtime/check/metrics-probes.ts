import 'server-only';
import { diagnosePrometheus } from '#lib/adapters/prometheus/client/diagnose.ts';
import type { Config } from '#lib/config/load.ts';
import { credentialsOf, PROMETHEUS, placesOf } from '../platform-metrics.ts';
import type { Probe } from './probe.ts';

const TIMEOUT_MS = 5_000;
/** The check stands by itself and knows no cluster: names are told as they are measured under. */
const NOBODY = { nodes: { values: () => [] }, pods: { get: () => undefined } };

export function metricsProbes({ prometheus }: Config): Probe[] {
  if (prometheus === undefined) {
    return [];
  }
  const { url, username } = prometheus;
  const diagnose = () =>
    diagnosePrometheus({
      ...PROMETHEUS,
      url,
      credentials: credentialsOf(prometheus),
      timeoutMs: TIMEOUT_MS,
      places: placesOf(prometheus, NOBODY),
      secretName: username === undefined ? 'PORTOLAN_PROMETHEUS_TOKEN' : 'PORTOLAN_PROMETHEUS_PASSWORD',
    });
  return [{ id: PROMETHEUS.id, title: PROMETHEUS.label, address: url, diagnose }];
}
