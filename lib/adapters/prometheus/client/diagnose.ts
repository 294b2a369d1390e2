import { type Diagnosis, type Finding, isKind, saidBy } from '#lib/domain/connection/diagnosis.ts';
import type { PlatformMetrics } from '#lib/domain/gpu/card-metrics.ts';
import { readVersion } from './client.ts';
import { connectionOf, createPrometheus, type PrometheusOptions } from './provider.ts';

/** `secretName`: the variable that its token or password is in. */
export type PrometheusCheck = PrometheusOptions & { secretName: string };

/** Looks whether a Prometheus answers, and whether it has what the portal shows. */
export async function diagnosePrometheus(options: PrometheusCheck): Promise<Diagnosis> {
  try {
    const metrics = await createPrometheus(options).read();
    const version = await versionOf(options);
    const server: Finding = { subject: 'server', state: 'ok', detail: 'it answers' };
    return { version, identity: null, findings: [server, ...findingsOf(metrics)] };
  } catch (error) {
    return {
      version: null,
      identity: null,
      findings: [
        { subject: 'server', state: 'problem', detail: saidBy(error), remedy: remedyFor(error, options.secretName) },
      ],
    };
  }
}

/** What answers as a Prometheus need not know its version; that it answers is known by then. */
async function versionOf(options: PrometheusOptions): Promise<string | null> {
  try {
    return `Prometheus ${await readVersion(connectionOf(options))}`;
  } catch (error) {
    if (isKind(error, 'not-found', 'invalid', 'invalid-response', 'forbidden')) {
      return null;
    }
    throw error;
  }
}

function remedyFor(error: unknown, secretName: string): string {
  if (isKind(error, 'auth', 'forbidden')) {
    return `Put a token or password that may read it into ${secretName}; for a password, prometheus.username names whose.`;
  }
  if (isKind(error, 'not-found', 'invalid-response')) {
    return 'Check prometheus.url: it is the address of the server without /api/v1, and not that of a sign-in page or of Grafana.';
  }
  return 'Check prometheus.url, that it runs and that it is not overloaded.';
}

function findingsOf({ cards, nodes, warnings }: PlatformMetrics): Finding[] {
  const machines = [...new Set(cards.map(({ node }) => node))];
  return [
    told('cards', cards.length, machines, {
      series: 'DCGM_FI_DEV_*',
      remedy: 'Have it scrape the DCGM exporter (port 9400). Without it, nobody knows how full the cards are.',
    }),
    told(
      'machines',
      nodes.length,
      nodes.map(({ name }) => name),
      { series: 'node_memory_*', remedy: 'Have it scrape the node exporter (port 9100) of every machine.' },
    ),
    ...warnings.map((detail): Finding => ({ subject: 'warning', state: 'warning', detail })),
  ];
}

function told(
  subject: string,
  count: number,
  names: readonly string[],
  { series, remedy }: { series: string; remedy: string },
): Finding {
  if (count === 0) {
    return { subject, state: 'warning', detail: `it has no series ${series}`, remedy };
  }
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return { subject, state: 'ok', detail: `${count}, on ${shown}${more}` };
}
