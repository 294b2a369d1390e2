import type { FailedRequest, FailedRoute } from '#lib/runtime/report-request-error.ts';

/** Next calls this once when a server starts, before it answers. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { startPortal } = await import('#lib/runtime/start.ts');
    await startPortal();
  }
}

/** Next calls this for what failed and nobody caught: the page then shows a digest, and the log has the rest. */
export async function onRequestError(error: unknown, request: FailedRequest, route: FailedRoute): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const [{ getServices }, { reportRequestError }] = await Promise.all([
      import('#lib/runtime/portal.ts'),
      import('#lib/runtime/report-request-error.ts'),
    ]);
    reportRequestError((await getServices()).log, error, request, route);
  }
}
