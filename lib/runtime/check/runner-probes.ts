import 'server-only';
import { diagnoseGitHubRunners } from '#lib/adapters/forge/github/runners/diagnose.ts';
import type { Config } from '#lib/config/load.ts';
import { secretName } from '#lib/config/secrets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { openGitHubFleet } from '../github-fleets.ts';
import { runnerSourceId } from '../poll-fleet.ts';
import type { Probe } from './probe.ts';

export function runnerProbes({ runners }: Pick<Config, 'runners'>, clock: Clock): Probe[] {
  return runners.map((host) => ({
    id: runnerSourceId(host.id),
    title: `Runners of ${host.id}`,
    address: host.url,
    diagnose: () =>
      diagnoseGitHubRunners({
        fleet: openGitHubFleet(host, clock),
        secretName: secretName('RUNNERS', host.id, host.app === undefined ? 'TOKEN' : 'PRIVATE_KEY'),
      }),
  }));
}
