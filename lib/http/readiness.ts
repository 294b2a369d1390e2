import type { Services } from '#lib/portal/context.ts';
import { partsOf } from '#lib/portal/parts.ts';
import type { Clock } from '#lib/ports/clock.ts';

/** A probe gives up after some seconds, and is to hear a clear word before. */
const DATABASE_WITHIN_MS = 2_000;

/**
 * Ready to serve: the database answers and every source has said once how it is. A source that is down does not make
 * the portal unready, because its pages show what is known; without the database nobody could be told from anybody
 * else. The answer names the states without any detail.
 * @param isStopping whether the process is on its way out: then nobody new is to be sent here
 */
export async function answerReadiness(
  { store, engine, nodes, pods, clock, log }: Services,
  isStopping: boolean,
): Promise<Response> {
  if (isStopping) {
    return answer(503, { status: 'stopping' });
  }
  const sources = [engine.applications, nodes, pods]
    .flatMap((collection) => partsOf<unknown>(collection))
    .map(({ source, size }) => ({ id: source.id, state: source.state, size }));
  const ping = store.ping().then(
    () => true,
    (error: unknown) => {
      log.warn('database does not answer', { error });
      return false;
    },
  );
  const database = await inTime(ping, clock);
  const ready = database && sources.every(({ state }) => state !== 'starting');
  const state = { status: ready ? 'ready' : 'not ready', database: database ? 'ok' : 'unavailable', sources };
  return answer(ready ? 200 : 503, state);
}

async function inTime(ping: Promise<boolean>, clock: Clock): Promise<boolean> {
  const answered = new AbortController();
  const late = clock.sleep(DATABASE_WITHIN_MS, answered.signal).then(
    () => false,
    () => false, // It answered in time.
  );
  const isUp = await Promise.race([ping, late]);
  answered.abort();
  return isUp;
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
