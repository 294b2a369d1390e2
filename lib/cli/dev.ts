import { readConfigFile } from '#lib/config/read-file.ts';
import { SANDBOX_PASSWORD } from '#sandbox/gitlab-seed.ts';
import { startDemoPlatform } from './demo/start-platform.ts';
import { startNextDev } from './dev/next-dev.ts';
import { findOwnConfig, portOf, refuseSandboxFlags } from './dev/own-config.ts';
import type { Flag } from './flags/read-flags.ts';
import { runCommand } from './flags/run-command.ts';
import { wholeNumber } from './flags/values.ts';
import { endProcess } from './process/end-process.ts';
import { endWithChild } from './process/end-with-child.ts';
import { isFree } from './process/hold-port.ts';
import { stopOnSignal } from './process/stop-on-signal.ts';
import { whenReady } from './process/when-ready.ts';
import { addressesText, keptText, signInText } from './sandbox/describe-sandbox.ts';
import { resetState } from './sandbox/reset-state.ts';
import { RATE_FLAG, RESET_FLAG, stateFlag } from './sandbox/sandbox-flags.ts';

/** The first page is compiled meanwhile. */
const READY_TIMEOUT_MS = 180_000;
const STATE = '.portolan/dev';

const command = {
  name: 'dev',
  about: `Runs the portal from its sources, on a sandbox of its own: an edit shows at once. Where there is a portolan.yaml, or
PORTOLAN_CONFIG names one, the portal is connected to what that says instead.`,
  flags: {
    port: {
      help: 'where the portal is; 3000, or where it was last, without it',
      placeholder: 'N',
      fallback: undefined,
      read: wholeNumber(1, 65_535),
    } as Flag<number | undefined>,
    rate: RATE_FLAG,
    state: stateFlag(STATE),
    reset: RESET_FLAG,
  },
};

const ending = stopOnSignal();

async function refuseTakenPort(port: number | undefined): Promise<void> {
  if (port !== undefined && !(await isFree(port))) {
    throw new Error(`Port ${port} is taken. Choose another one with --port.`);
  }
}

/** On the contributor's own platform. Next says the rest. */
async function runOnOwn(config: string, givenPort: number | undefined): Promise<void> {
  const { url } = readConfigFile(config);
  const port = givenPort ?? portOf(url);
  await refuseTakenPort(port);
  console.log(`Starting the portal at http://localhost:${port}, connected by ${config}; people sign in at ${url} …`);
  const portal = startNextDev(port, { PORTOLAN_CONFIG: config });
  ending.stops(() => endProcess(portal));
  endWithChild(ending, { portal });
}

async function runOnSandbox(values: { port: number | undefined; rate: number; state: string }): Promise<void> {
  const { port, rate, state } = values;
  const { sandbox, prometheus, addresses, environment, portalPort, portalUrl } = await startDemoPlatform({
    stateDir: state,
    rate,
    log: console.log,
    ...(port === undefined ? {} : { portalPort: port }),
  });
  console.log('Starting the portal …');
  const portal = startNextDev(portalPort, environment);
  ending.stops(async () => {
    await endProcess(portal);
    await prometheus?.stop();
    await endProcess(sandbox);
  });
  endWithChild(ending, { sandbox });
  try {
    await whenReady(portal, { url: `http://127.0.0.1:${portalPort}/readyz`, timeoutMs: READY_TIMEOUT_MS });
  } catch (error) {
    if (ending.isUnderWay) {
      return;
    }
    throw error;
  }
  endWithChild(ending, { portal });
  console.log(`
  Portolan     ${portalUrl}

${signInText(SANDBOX_PASSWORD)}

${addressesText(addresses, prometheus)}

${keptText('dev', { value: state, usual: STATE })}
`);
}

await runCommand(command, async (values) => {
  const own = findOwnConfig(process.env, process.cwd());
  if (own !== null) {
    refuseSandboxFlags(own, values);
    await runOnOwn(own, values.port);
    return;
  }
  await refuseTakenPort(values.port);
  if (values.reset) {
    resetState(values.state);
  }
  await runOnSandbox(values);
});
