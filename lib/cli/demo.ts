import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildPortal } from './build-portal.ts';
import { runDemo } from './demo/run-demo.ts';

/**
 * The portal on a pretend platform, for trying it. `--reset` begins with a fresh platform; `--rate 10` lets the
 * platform's time run ten times as fast.
 */
const { values } = parseArgs({
  options: {
    reset: { type: 'boolean', default: false },
    rate: { type: 'string', default: '1' },
    state: { type: 'string', default: '.portolan/demo' },
  },
});
const startedAt = performance.now();
if (values.reset) {
  rmSync(values.state, { recursive: true, force: true });
}
console.log('Building the portal, if anything has changed …');
const build = await buildPortal();
if (!build.ok) {
  console.error(build.output);
  console.error('The build failed; its output is above.');
  process.exit(1);
}
let isStopping = false;
try {
  const demo = await runDemo({ stateDir: values.state, rate: Number(values.rate), log: console.log });
  const stop = () => {
    if (isStopping) {
      return;
    }
    isStopping = true;
    void demo.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  for (const [name, child] of [
    ['portal', demo.portal],
    ['sandbox', demo.sandbox],
  ] as const) {
    child.on('exit', (code, signal) => {
      if (!isStopping) {
        console.error(`The ${name} ended by itself (${code ?? signal}).`);
        stop();
      }
    });
  }
  console.log(`
  Portolan     ${demo.portalUrl}       ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s

  Sign in with GitLab as      password sandbox
    dana   writes changes     rui   reviews them     ada   administers

  Behind it    GitLab ${demo.addresses.gitlab}
               Kubernetes ${demo.addresses.kubernetes}   kubectl --kubeconfig ${values.state}/sandbox/kubeconfig.yaml get applications -n argocd
               Ollama ${demo.addresses.ollama}
               Faults and time ${demo.addresses.control}

  Everything is kept in ${values.state}; npm run demo -- --reset begins afresh. Ctrl-C stops it.
`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
