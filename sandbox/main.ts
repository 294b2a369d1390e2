import { parseArgs } from 'node:util';
import { addressesOf } from './addresses.ts';
import { type SandboxPorts, startSandbox } from './start-sandbox.ts';

const { values } = parseArgs({
  options: {
    state: { type: 'string', default: '.portolan/sandbox' },
    'portal-url': { type: 'string', default: 'http://localhost:3000' },
    ports: { type: 'string', default: '0,0,0,0,0,0' },
    rate: { type: 'string', default: '1' },
    prometheus: { type: 'string' },
    openapi: { type: 'string', default: 'lib/guardrails/schema/generated/openapi' },
  },
});

function readPorts(text: string): SandboxPorts {
  const [gitlab = 0, kubernetes = 0, ollama = 0, control = 0, argocd = 0, metrics = 0, github = 0, gitea = 0] = text
    .split(',')
    .map(Number);
  return { gitlab, kubernetes, ollama, control, argocd, metrics, github, gitea };
}

const sandbox = await startSandbox({
  stateDir: values.state,
  ports: readPorts(values.ports),
  portalUrl: values['portal-url'],
  rate: Number(values.rate),
  openApiDir: values.openapi,
  tell: console.log,
  ...(values.prometheus === undefined ? {} : { prometheus: values.prometheus }),
});
// One line for whoever started it.
console.log(JSON.stringify(addressesOf(sandbox)));
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isStopping) {
      isStopping = true;
      void sandbox.close().finally(() => process.exit(0));
    }
  });
}
