import type { Reply, RequestContext } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import { ControlError } from './control-error.ts';
import type { SandboxHandle } from './handle.ts';
import { pageRoutes } from './page/routes.ts';
import { controlRoutes } from './routes.ts';

/** A form or an image of a web page cannot send it, and a script of another site may not. */
export const CONTROL_HEADER = 'x-sandbox-control';

/** The names that a browser on this machine reaches loopback by; any other is a page that had its name pointed here. */
const OWN_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * What tests and demonstrations steer the sandbox with: its state, its pace, its faults, its size. On loopback, in
 * JSON, and as a page for people; errors are `{"error", "field"}`. Nothing of the real systems has this.
 */
export function startControl(options: {
  port: number;
  sandbox: SandboxHandle;
  /** Where the portal is, to link to from the page. */
  portalUrl: string;
}): Promise<RunningServer> {
  return startHttpServer({
    port: options.port,
    routes: [...pageRoutes(options.portalUrl), ...controlRoutes(options.sandbox)],
    before: refuseStrangers,
    notFound: ({ path }) => errorReply(new ControlError(404, `there is nothing at ${path}`)),
    methodNotAllowed: ({ method, path }) => errorReply(new ControlError(405, `${path} does not know ${method}`)),
    onError: errorReply,
  });
}

function refuseStrangers({ method, request }: RequestContext): undefined {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  if (!OWN_HOSTS.has(host)) {
    throw new ControlError(403, 'the control server answers to localhost only');
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${request.headers.host}`) {
    throw new ControlError(403, 'another site asks; only the page of this server may');
  }
  if (method !== 'GET' && request.headers[CONTROL_HEADER] !== '1') {
    throw new ControlError(403, `writing needs the header ${CONTROL_HEADER}: 1`);
  }
  return undefined;
}

function errorReply(error: unknown): Reply {
  if (error instanceof ControlError) {
    return {
      status: error.status,
      body: { error: error.message, ...(error.field === '' ? {} : { field: error.field }) },
    };
  }
  const isTooLarge = error instanceof RangeError;
  return { status: isTooLarge ? 413 : 500, body: { error: error instanceof Error ? error.message : String(error) } };
}
