import 'server-only';
import { EXPOSITION_TYPE } from '#lib/domain/metric/exposition-type.ts';
import { isSameSecret } from '#lib/domain/value/same-secret.ts';
import type { Portal } from '#lib/runtime/portal.ts';

/**
 * `GET /metrics` for Prometheus, with the token of the configuration. They tell how large the platform is and how it is
 * used, so without a token configured there is nothing here.
 */
export async function answerMetrics(
  request: Request,
  { config, scrape }: Pick<Portal, 'config' | 'scrape'>,
): Promise<Response> {
  const { metricsToken } = config;
  if (metricsToken === undefined) {
    return plain('Metrics are off: PORTOLAN_METRICS_TOKEN is not set.\n', 404);
  }
  const given = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (given === undefined || !isSameSecret(given, metricsToken)) {
    return plain('The metrics take the token of PORTOLAN_METRICS_TOKEN.\n', 401, { 'www-authenticate': 'Bearer' });
  }
  return plain(await scrape(), 200, { 'content-type': EXPOSITION_TYPE });
}

function plain(text: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
