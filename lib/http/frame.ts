import 'server-only';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { linkableForges } from '#lib/portal/linkable-forges.ts';
import { getPortal } from '#lib/runtime/portal.ts';
import type { Frame } from '#lib/views/_shared/frame.ts';
import { viewerOf } from '#lib/views/_shared/viewer.ts';
import { waitingView } from '#lib/views/inbox/waiting.ts';
import { sourcesView } from '#lib/views/sources/read.ts';

export async function frameOf(context: UserContext): Promise<Frame> {
  const { actor, services } = context;
  const { config } = await getPortal();
  return {
    viewer: viewerOf(context),
    role: actor.role,
    may: {
      propose: isAllowed(actor, 'change.open'),
      ask: services.gateway !== null && isAllowed(actor, 'gateway.ask'),
      link: linkableForges(services).length > 0 && isAllowed(actor, 'account.link'),
      audit: isAllowed(actor, 'audit.view'),
      connections: isAllowed(actor, 'connections.view'),
    },
    sandboxUrl: config.sandbox ?? null,
    now: services.clock.now(),
    sources: await sourcesView.read(context, {}),
    waiting: await waitingView.read(context, {}),
  };
}
