import 'server-only';
import { reach } from '#lib/adapters/_shared/reach.ts';
import type { Config } from '#lib/config/load.ts';
import { type ConnectionReport, type Diagnosis, saidBy, worstState } from '#lib/domain/connection/diagnosis.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { openClusterProbes } from './cluster-probes.ts';
import { forgeProbes, repositoryProbes, signInProbes } from './forge-probes.ts';
import { databaseProbe, templatesProbe } from './local-probes.ts';
import { metricsProbes } from './metrics-probes.ts';
import { modelProbes } from './model-probes.ts';
import type { Probe } from './probe.ts';
import { runnerProbes } from './runner-probes.ts';

/** Longer than each of the questions may take; together they may not take for ever. */
const PROBE_MS = 45_000;

/**
 * Looks at every connection that a configuration names, all at once and with the adapters that the portal itself uses.
 * Nothing is changed anywhere.
 * @param root where the portal's own templates and migrations are
 * @param ids of those to look at; without it all
 */
export async function checkConnections(
  config: Config,
  root: string,
  clock: Clock,
  ids?: ReadonlySet<string>,
): Promise<ConnectionReport[]> {
  reach.limitTo(config.outbound.addresses);
  const { probes, close } = openProbes(config, root, clock);
  try {
    const wanted = probes.filter(({ id }) => ids?.has(id) ?? true);
    return await Promise.all(wanted.map((probe) => run(probe, clock)));
  } finally {
    close();
  }
}

/** The connections that a configuration names, without asking any of them. */
export function listConnections(config: Config, root: string, clock: Clock): Pick<Probe, 'id' | 'title' | 'address'>[] {
  const { probes, close } = openProbes(config, root, clock);
  close();
  return probes.map(({ id, title, address }) => ({ id, title, address }));
}

function openProbes(config: Config, root: string, clock: Clock): { probes: Probe[]; close(): void } {
  const clusters = openClusterProbes(config, clock);
  const probes = [
    databaseProbe(config, root),
    ...forgeProbes(config, clock),
    ...signInProbes(config, clock),
    ...clusters.probes,
    ...modelProbes(config),
    ...metricsProbes(config),
    ...runnerProbes(config, clock),
    ...repositoryProbes(config),
    templatesProbe(config, root),
  ];
  return { probes, close: () => clusters.close() };
}

async function run({ id, title, address, diagnose }: Probe, clock: Clock): Promise<ConnectionReport> {
  const finished = new AbortController();
  const late = clock.sleep(PROBE_MS, finished.signal).then(() => failed(`it was not done after ${PROBE_MS / 1000} s`));
  // The sleep is cut short when nobody waits for it any more.
  late.catch(() => undefined);
  try {
    const diagnosis = await Promise.race([diagnose(), late]);
    return { id, title, address, state: worstState(diagnosis.findings), ...diagnosis };
  } catch (error) {
    return { id, title, address, state: 'problem', ...failed(saidBy(error)) };
  } finally {
    finished.abort();
  }
}

function failed(detail: string): Diagnosis {
  return { version: null, identity: null, findings: [{ subject: 'check', state: 'problem', detail }] };
}
