import { SANDBOX_PASSWORD } from '#sandbox/gitlab-seed.ts';
import { runCommand } from './flags/run-command.ts';
import { stopOnSignal } from './process/stop-on-signal.ts';
import { addressesText, keptText, shortPath, signInText } from './sandbox/describe-sandbox.ts';
import { resetState } from './sandbox/reset-state.ts';
import { runSandbox } from './sandbox/run-sandbox.ts';
import { generatedSizes, SANDBOX_FLAGS, SANDBOX_STATE } from './sandbox/sandbox-flags.ts';
import { sandboxPorts } from './sandbox/sandbox-ports.ts';

const command = {
  name: 'sandbox',
  about:
    'Starts a pretend platform on this machine, without a portal: a GitLab, a Kubernetes API with Argo CD, an Ollama.',
  flags: SANDBOX_FLAGS,
};

await runCommand(command, async (values) => {
  const startedAt = performance.now();
  const generated = generatedSizes(values);
  const { state, rate, seed, 'portal-url': portalUrl } = values;
  const ending = stopOnSignal();
  const ports = await sandboxPorts(values.port);
  if (values.reset) {
    resetState(state);
  }
  console.log('Starting the sandbox …');
  const sandbox = await runSandbox({ stateDir: state, ports, portalUrl, rate, seed, generated, log: console.log });
  ending.stops(sandbox.close);
  const { applications, pods, nodes } = sandbox.sizes;
  console.log(`
  The sandbox is up after ${((performance.now() - startedAt) / 1000).toFixed(1)} s: ${applications} applications, ${pods} pods, ${nodes} nodes.

${addressesText(sandbox.addresses)}

${signInText(SANDBOX_PASSWORD)}

  Its tokens are in ${shortPath(sandbox.secretsFile)}. A portal on it, at ${portalUrl}:
    set -a; . ${shortPath(sandbox.environmentFile)}; set +a; npm run dev      (or npm run start, after npm run build)

${keptText('sandbox', { value: state, usual: SANDBOX_STATE })}
`);
});
