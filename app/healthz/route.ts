/** Alive: the process answers. Nothing else is asked, so that a source that is down restarts nobody. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
