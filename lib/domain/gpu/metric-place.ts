import { plainName } from '../cluster/qualified.ts';
import type { ClusterNode } from '../node/node.ts';

/** What a series tells of where it was measured, the surest first. */
export type PlaceClues = {
  /** Host names and addresses with or without a port: `akula-prime`, `192.168.1.99:9400`. */
  hosts: readonly string[];
  /** Pods that were there: the exporter itself, or whoever uses the card. */
  pods: readonly { namespace: string; name: string }[];
};

/** What is known of the cluster's machines. */
export type KnownPlaces = {
  /** From the configuration: a host, an address or `address:port`, and the node that it is. */
  configured: ReadonlyMap<string, string>;
  /** The names of the nodes of all clusters. */
  nodes(): Iterable<string>;
  /** The node that a pod runs on, if there is such a pod. */
  nodeOfPod(namespace: string, name: string): string | null;
};

/**
 * The name of the machine as the cluster has it. Exporters write what the machine calls itself, its full name, or the name
 * of the exporter's own pod. What is no node of the cluster keeps the name it has; null where there is none at all.
 */
export function placeOf({ hosts, pods }: PlaceClues, known: KnownPlaces): string | null {
  for (const host of hosts) {
    const configured = known.configured.get(host) ?? known.configured.get(withoutPort(host));
    if (configured !== undefined) {
      return configured;
    }
  }
  const nodes = [...known.nodes()];
  for (const host of hosts) {
    const node = nodeCalled(withoutPort(host), nodes);
    if (node !== null) {
      return node;
    }
  }
  for (const { namespace, name } of pods) {
    const node = known.nodeOfPod(namespace, name);
    if (node !== null) {
      return node;
    }
  }
  const host = hosts.map(withoutPort).find((name) => name !== '');
  return host ?? null;
}

/** The node that is reached at a host name or an address; null where none is, or several could be meant. */
export function nodeAt(host: string, nodes: Iterable<Pick<ClusterNode, 'name' | 'addresses'>>): string | null {
  const all = [...nodes];
  const wanted = withoutPort(host).toLowerCase();
  const there = all.filter(({ addresses }) => addresses.includes(wanted)).map(({ name }) => name);
  return (
    there.find((name) => plainName(name) === name) ??
    (there.length > 0
      ? onlyOf(there)
      : nodeCalled(
          wanted,
          all.map(({ name }) => name),
        ))
  );
}

function onlyOf(names: readonly string[]): string | null {
  return names.length === 1 ? (names[0] ?? null) : null;
}

function nodeCalled(host: string, nodes: readonly string[]): string | null {
  const wanted = host.toLowerCase();
  const exact = nodes.filter((node) => plainName(node).toLowerCase() === wanted);
  if (exact.length > 0) {
    // It measures the first cluster; a name that only others have, and several of them, could be any.
    return exact.find((node) => node.toLowerCase() === wanted) ?? onlyOf(exact);
  }
  // `akula-prime` and `akula-prime.homelab.local` are one machine, as long as only one is meant.
  const alike = isAddress(wanted)
    ? []
    : nodes.filter((node) => {
        const name = plainName(node);
        return isFullNameOf(name, host) || isFullNameOf(host, name);
      });
  return onlyOf(alike);
}

function isFullNameOf(full: string, short: string): boolean {
  return short !== '' && full.toLowerCase().startsWith(`${short.toLowerCase()}.`);
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

function withoutPort(host: string): string {
  const [, bracketed, plain] = /^(?:\[(.+)\]|([^:]*))(?::\d+)?$/.exec(host) ?? [];
  return bracketed ?? plain ?? host;
}
