import type { Services } from '#lib/portal/context.ts';

/**
 * Ready to serve: the database answers and every source has said once how it is. A source that is down does not make
 * the portal unready, because its pages show what is known; the answer names the states without any detail.
 */
export async function answerReadiness({ store, engine, nodes, pods, log }: Services): Promise<Response> {
  const sources = [engine.applications, nodes, pods].map(({ source, size }) => ({
    id: source.id,
    state: source.state,
    size,
  }));
  const database = await store.ping().then(
    () => true,
    (error: unknown) => {
      log.warn('database does not answer', { error });
      return false;
    },
  );
  const ready = database && sources.every(({ state }) => state !== 'starting');
  return Response.json(
    { status: ready ? 'ready' : 'not ready', database: database ? 'ok' : 'unavailable', sources },
    { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}
