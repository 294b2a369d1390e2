import { type Handler, type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { ControlError } from './control-error.ts';
import type { SandboxHandle } from './handle.ts';
import { readClock, readFault, readFaults, readGenerate, readJobs, readRefresh } from './inputs.ts';

const DONE: Reply = { status: 204 };

export function controlRoutes(sandbox: SandboxHandle): Route[] {
  return [
    route('GET', '/state', () => ({ body: stateOf(sandbox) })),
    route('PUT', '/clock', async (exchange) => {
      sandbox.clock.setRate(readClock(await readJson(exchange)).rate);
      return { body: clockOf(sandbox) };
    }),
    ...faultRoutes(sandbox),
    route('POST', '/argocd/refresh', async (exchange) => {
      const { application } = readRefresh(await readJson(exchange));
      if (!(await sandbox.refreshArgo(application ?? null))) {
        throw new ControlError(404, `there is no application ${application ?? ''}`, 'application');
      }
      return DONE;
    }),
    route('POST', '/generate', async (exchange) => {
      await sandbox.generate(readGenerate(await readJson(exchange)).applications);
      return { body: { sizes: sandbox.describe().sizes } };
    }),
    route('POST', '/github/jobs', async (exchange) => ({
      status: 201,
      body: { jobs: sandbox.bringJobs(readJobs(await readJson(exchange))) },
    })),
    route('DELETE', '/github/jobs', () => ({ body: { ended: sandbox.endJobs() } })),
  ];
}

function faultRoutes({ faults }: SandboxHandle): Route[] {
  const find = (id: string | undefined) => {
    const rule = faults.list().find((candidate) => candidate.id === id);
    if (rule === undefined) {
      throw new ControlError(404, `no fault with the id ${id ?? ''} is on`);
    }
    return rule;
  };
  const replaceAll: Handler = async (exchange) => {
    const rules = readFaults(await readJson(exchange));
    faults.clear();
    rules.forEach(faults.set);
    return { body: { faults: faults.list() } };
  };
  return [
    route('GET', '/faults', () => ({ body: { faults: faults.list() } })),
    route('PUT', '/faults', replaceAll),
    route('DELETE', '/faults', () => {
      faults.clear();
      return DONE;
    }),
    route('GET', '/faults/:id', ({ params }) => ({ body: find(params.id) })),
    route('PUT', '/faults/:id', async (exchange) => {
      const rule = readFault(exchange.params.id ?? '', await readJson(exchange));
      faults.set(rule);
      return { body: rule };
    }),
    route('DELETE', '/faults/:id', ({ params }) => {
      faults.clear(find(params.id).id);
      return DONE;
    }),
  ];
}

function stateOf(sandbox: SandboxHandle) {
  return { ...sandbox.describe(), clock: clockOf(sandbox), faults: sandbox.faults.list() };
}

function clockOf({ clock }: SandboxHandle) {
  return { rate: clock.rate, now: new Date(clock.now()).toISOString() };
}

/** The body as JSON; {} when there is none. Throws ControlError 415 for a form and 400 for what is no JSON. */
async function readJson({ request, readBody }: RequestContext): Promise<unknown> {
  const body = await readBody(1024 * 1024);
  if (body.length === 0) {
    return {};
  }
  if (!(request.headers['content-type'] ?? '').startsWith('application/json')) {
    throw new ControlError(415, 'the body is to be sent as application/json');
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ControlError(400, 'the body is not JSON');
  }
}
