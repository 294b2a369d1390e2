import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { askGateway } from '#lib/usecases/gateway/ask.ts';
import { errorResponse } from '../error-response.ts';
import { readJsonBody } from '../guard-write.ts';
import { requestIdOf } from '../request-context.ts';
import { requireBearer } from './bearer.ts';
import { isDone, jobOf, type ManifestJob } from './job.ts';

/** Who waits for longer is given the job instead: most proxies would have cut the request by then. */
const LONGEST_WAIT_MS = 5 * 60_000;
/** Another replica may have done it, which is found out by looking. */
const LOOK_EVERY_MS = 2_000;

export const GenerateManifestInput = z.strictObject({
  prompt: z.string(),
  app_name: z.string(),
  /** `namespace/name` of an application that is to be changed; then `app_name` is its name. */
  edits: z.string().optional(),
  server: z.string().optional(),
  model: z.string().optional(),
});

/**
 * Answers `POST /generate/manifest`: with the merge request once it is there; with `Prefer: respond-async`, or where that
 * takes too long, with 202 and the job to follow. `Idempotency-Key` (a UUID) makes a repeated request the same one.
 */
export async function answerGenerate(request: Request, services: Services): Promise<Response> {
  return await answer(request, services, async (context) => {
    const { prompt, app_name: appName, ...chosen } = parseInput(GenerateManifestInput, await readJsonBody(request));
    const idempotencyKey = request.headers.get('idempotency-key') ?? randomUUID();
    const run = await asked(context, { prompt, appName, ...chosen, opensItself: true, idempotencyKey });
    const isAsync = /(^|[,\s])respond-async($|[,;\s])/i.test(request.headers.get('prefer') ?? '');
    const job = isAsync ? await readJob(services, run.id) : await whenDone(services, run.id, request.signal);
    const { pr_url, branch, manifest, app_name } = job;
    if (pr_url === null) {
      const headers = { location: `/generate/manifest/${job.id}`, 'retry-after': '2' };
      return Response.json(job, { status: 202, headers });
    }
    return Response.json({ pr_url, branch, manifest, app_name });
  });
}

/** Answers `GET /generate/manifest/<id>`: where the job is. */
export async function answerJob(request: Request, id: string, services: Services): Promise<Response> {
  return await answer(request, services, async (context) => {
    await authorize(context, 'gateway.view');
    requireGateway(services);
    const job = await readJob(services, id);
    return Response.json(job);
  });
}

async function answer(
  request: Request,
  services: Services,
  act: (context: UserContext) => Promise<Response>,
): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const response = await act(await requireBearer(services, request, requestId));
    response.headers.set('cache-control', 'no-store');
    response.headers.set('x-request-id', requestId);
    return response;
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/** Errors name the fields as this request has them. */
async function asked(context: UserContext, input: unknown) {
  try {
    return await askGateway(context, input);
  } catch (error) {
    if (error instanceof PortalError && error.fields.some(({ path }) => path === 'appName')) {
      const fields = error.fields.map((field) => (field.path === 'appName' ? { ...field, path: 'app_name' } : field));
      const { code, message, suggestion, cause } = error;
      throw new PortalError(code, message, { fields, cause, ...(suggestion === undefined ? {} : { suggestion }) });
    }
    throw error;
  }
}

async function readJob(services: Services, runId: string): Promise<ManifestJob> {
  const run = await services.store.gatewayRuns.findById(runId);
  if (run === null) {
    throw new PortalError('not-found', 'There is no such job.');
  }
  return await jobOf(services, run);
}

/** The job when its merge request is there, or as it is when waiting takes too long. Throws PortalError where it ends without. */
async function whenDone(services: Services, runId: string, gone: AbortSignal): Promise<ManifestJob> {
  const { clock, changeRows } = services;
  const { rows } = requireGateway(services);
  const until = clock.now() + LONGEST_WAIT_MS;
  const ending = new AbortController();
  let wake: () => void = () => undefined;
  const stops = [
    rows.subscribe(({ upserted }) => upserted.has(runId) && wake()),
    // Which change it is is told by then with the request; there are few.
    changeRows.subscribe(() => wake()),
  ];
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const job = await readJob(services, runId);
      if (isDone(job) || clock.now() >= until || gone.aborted) {
        return job;
      }
      const signal = AbortSignal.any([ending.signal, gone]);
      await Promise.race([woken, clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined)]);
    }
  } finally {
    ending.abort();
    for (const stop of stops) {
      stop();
    }
  }
}
