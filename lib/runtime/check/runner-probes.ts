import 'server-only';
import type { Config } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { runnerSourceId } from '../poll-fleet.ts';
import { openRunnerHost } from '../runner-hosts.ts';
import { diagnoseRunners } from './diagnose-runners.ts';
import type { Probe } from './probe.ts';

export function runnerProbes({ runners }: Pick<Config, 'runners'>, clock: Clock): Probe[] {
  return runners.map((host) => ({
    id: runnerSourceId(host.id),
    title: `Runners of ${host.id}`,
    address: host.url,
    diagnose: () =>
      diagnoseRunners({
        fleet: openRunnerHost(host, clock),
        secretName: secretName('RUNNERS', host.id, host.app === undefined ? 'TOKEN' : 'PRIVATE_KEY'),
      }),
  }));
}
