import { ExternalError } from '#lib/domain/error/external-error.ts';
import { aroundForge } from '#lib/portal/around-forge.ts';
import { isConnectionFailure } from '#lib/portal/connection-log.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import type { Watching } from './watching.ts';

/** Under which name the connection to a forge is known. */
export function forgeConnection(id: string): string {
  return `forges/${id}`;
}

/**
 * A forge whose calls are counted and timed by operation, whoever makes them.
 * @param ownToken the portal's: that somebody else's is refused says nothing of the connection
 */
export function measureForge(host: ForgeHost, ownToken: string, watching: Watching): ForgeHost {
  return {
    id: host.id,
    name: host.name,
    webUrl: host.webUrl,
    as: (credential, pace) =>
      measured(host.as(credential, pace), { id: host.id, isOwn: credential.accessToken === ownToken, ...watching }),
    fileUrl: (...args) => host.fileUrl(...args),
    commitUrl: (...args) => host.commitUrl(...args),
  };
}

type Measuring = Watching & { id: string; isOwn: boolean };

function measured(forge: Forge, measuring: Measuring): Forge {
  const { id, metrics, connections } = measuring;
  return aroundForge(forge, async (operation, call) => {
    const startedAt = performance.now();
    let outcome = 'ok';
    try {
      const answer = await call();
      connections.heard(forgeConnection(id));
      return answer;
    } catch (error) {
      outcome = errorKind(error);
      noteFailure(measuring, error);
      throw error;
    } finally {
      metrics.count('portolan_forge_requests_total', { forge: id, operation, outcome });
      const seconds = (performance.now() - startedAt) / 1000;
      metrics.time('portolan_forge_request_duration_seconds', { forge: id, operation }, seconds);
    }
  });
}

/** An answer that says no is an answer. */
function noteFailure({ id, isOwn, connections }: Measuring, error: unknown): void {
  const isTheirs = error instanceof ExternalError && error.kind === 'auth' && !isOwn;
  if (isConnectionFailure(error) && !isTheirs) {
    connections.failed(forgeConnection(id), error);
  } else if (error instanceof ExternalError) {
    connections.heard(forgeConnection(id));
  }
}

/** The kind of an error that another system is to blame for; `unexpected` is for our own mistakes. */
export function errorKind(error: unknown): string {
  return error instanceof ExternalError ? error.kind : 'unexpected';
}
