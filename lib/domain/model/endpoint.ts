import type { DeclaredServer } from './declared.ts';

/** How a model server was configured, as far as it tells which application brings it. */
export type EndpointAddress = { url: string; application: string | null };

/**
 * The application that brings a server: the one that is named, else the one whose ingress has its host, else the only one
 * in the namespace of its service's name (`ollama.ai.svc.cluster.local`). null where none is found, or several are.
 */
export function serverBehind<Server extends Pick<DeclaredServer, 'application' | 'namespace' | 'hosts'>>(
  { url, application }: EndpointAddress,
  declared: Iterable<Server>,
): Server | null {
  const servers = [...declared];
  if (application !== null) {
    return only(servers.filter(({ application: id }) => id === application || id.endsWith(`/${application}`)));
  }
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
  const byHost = only(servers.filter(({ hosts }) => hosts.includes(host)));
  if (byHost !== null) {
    return byHost;
  }
  const [, namespace] = /^[a-z0-9-]+\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host) ?? [];
  return namespace === undefined ? null : only(servers.filter((server) => server.namespace === namespace));
}

function only<Item>(items: readonly Item[]): Item | null {
  return items.length === 1 ? (items[0] ?? null) : null;
}
