import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import { openByItself } from '#lib/usecases/gateway/open.ts';
import { writeRun } from '#lib/usecases/gateway/write.ts';
import type { TestPortal } from '../services.ts';

/** Has the first server of a portal write a request, as the portal's own line does, up to its merge request where it opens itself. */
export async function writeNow(
  portal: TestPortal,
  run: GatewayRun,
  signal = new AbortController().signal,
): Promise<GatewayRun> {
  const { gateway } = portal.services;
  const [writer] = gateway?.writers ?? [];
  if (gateway === null || writer === undefined) {
    throw new Error('this portal has no gateway');
  }
  const progress = { signal, onText: () => undefined, onStep: () => undefined };
  const context = {
    actor: { kind: 'system' as const, name: 'gateway-driver' },
    requestId: 'test',
    services: portal.services,
  };
  const written = await writeRun(context, run, { gateway, writer, progress });
  if (written.state !== 'opening') {
    return written;
  }
  await openByItself(context, run.id);
  return (await portal.store.gatewayRuns.findById(run.id)) ?? written;
}
