import { sendRaw } from '../raw-request.ts';

/** The longest that the portal's event loop was held up since this was asked last, in ms. */
export async function longestBlockMs(port: number, metricsToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${metricsToken}` };
  const { body } = await sendRaw({ port, path: '/metrics', headers });
  const seconds = /^nodejs_eventloop_lag_seconds\{quantile="1"\} (\S+)$/m.exec(body)?.[1];
  if (seconds === undefined) {
    throw new Error(`The metrics do not tell how late the event loop was:\n${body.slice(0, 500)}`);
  }
  // Nothing was measured in the little time since.
  return seconds === 'NaN' ? 0 : Number(seconds) * 1000;
}
