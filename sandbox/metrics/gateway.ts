import { type Handler, type Route, route } from '../http/router.ts';

/**
 * The API of the Prometheus that scrapes the exporters, as behind a proxy: so it can be broken like the sandbox's own
 * servers. @param upstream where it is; null where none runs
 */
export function gatewayRoutes(upstream: string | null): Route[] {
  return ['GET', 'POST'].map((method) =>
    route(method, '/api/v1/*rest', upstream === null ? nobody : forwardTo(upstream)),
  );
}

const nobody: Handler = () => ({
  status: 502,
  headers: { 'content-type': 'text/plain' },
  body: 'no Prometheus runs here\n',
});

function forwardTo(upstream: string): Handler {
  return async ({ method, request, readBody }) => {
    const { authorization, 'content-type': type } = request.headers;
    try {
      const answer = await fetch(`${upstream}${request.url ?? ''}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(authorization === undefined ? {} : { authorization }),
          ...(type === undefined ? {} : { 'content-type': type }),
        },
        ...(method === 'POST' ? { body: new Uint8Array(await readBody()) } : {}),
      });
      const headers = { 'content-type': answer.headers.get('content-type') ?? 'text/plain' };
      return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return {
        status: 502,
        headers: { 'content-type': 'text/plain' },
        body: `Prometheus cannot be reached: ${reason}\n`,
      };
    }
  };
}

/** As Prometheus says what a status that was switched on means. */
export function prometheusError(status: number): unknown {
  const errorType = status < 500 ? 'bad_data' : status === 503 ? 'unavailable' : 'internal';
  return { status: 'error', errorType, error: `${status} switched on in the sandbox` };
}
