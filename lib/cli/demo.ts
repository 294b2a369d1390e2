import { SANDBOX_PASSWORD } from '#sandbox/gitlab-seed.ts';
import { buildPortal } from './build-portal.ts';
import { runDemo } from './demo/run-demo.ts';
import { runCommand } from './flags/run-command.ts';
import { endWithChild } from './process/end-with-child.ts';
import { stopOnSignal } from './process/stop-on-signal.ts';
import { addressesText, keptText, signInText } from './sandbox/describe-sandbox.ts';
import { resetState } from './sandbox/reset-state.ts';
import { RATE_FLAG, RESET_FLAG, stateFlag } from './sandbox/sandbox-flags.ts';

const STATE = '.portolan/demo';

const command = {
  name: 'demo',
  about: 'Builds the portal and runs it on a pretend platform, for trying it.',
  flags: { rate: RATE_FLAG, state: stateFlag(STATE), reset: RESET_FLAG },
};

await runCommand(command, async ({ rate, state, reset }) => {
  const startedAt = performance.now();
  const ending = stopOnSignal();
  if (reset) {
    resetState(state);
  }
  const build = await buildPortal(() => console.log('Building the portal …'));
  if (!build.ok) {
    throw new Error(`${build.output}\nThe build failed; its output is above.`);
  }
  const { stop, portal, sandbox, prometheus, portalUrl, addresses } = await runDemo({
    stateDir: state,
    rate,
    log: console.log,
  });
  ending.stops(stop);
  endWithChild(ending, { portal, sandbox });
  console.log(`
  Portolan     ${portalUrl}       ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s

${signInText(SANDBOX_PASSWORD)}

${addressesText(addresses, prometheus)}

${keptText('demo', { value: state, usual: STATE })}
`);
});
