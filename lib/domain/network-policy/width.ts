import { type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { type Direction, peersOf, selectsEverything } from './rules.ts';

/** What lets more through first; equals stay in their order. */
export function widestFirst<Item>(items: readonly Item[], widthOf: (item: Item) => number): Item[] {
  return items
    .map((item) => ({ item, width: widthOf(item) }))
    .toSorted((a, b) => b.width - a.width)
    .map(({ item }) => item);
}

/** How much a rule of a policy lets through: first by whom, then by ports. */
export function widthOfRule(rule: Fields, direction: Direction): number {
  const peers = peersOf(rule, direction);
  const ports = itemsOf(rule.ports);
  const ofPeers = peers.length === 0 ? 3 : Math.max(...peers.map(widthOfPeer));
  const ofPorts = ports.length === 0 ? 1 : Math.max(...ports.map((port) => widthOfPort(fieldsOf(port)))) / 2;
  return ofPeers * 10 + ofPorts;
}

/** From 0 for some pods of the namespace to 2 for every address. */
export function widthOfPeer({ podSelector, namespaceSelector, ipBlock }: Fields): number {
  if (ipBlock !== undefined) {
    const cidr = textOf(fieldsOf(ipBlock).cidr);
    const bits = /\/(\d{1,3})$/.exec(cidr)?.[1];
    // What cannot be read may be anything.
    return bits === undefined ? 2 : 2 - Number(bits) / (cidr.includes(':') ? 128 : 32);
  }
  const isEveryPod = podSelector === undefined || selectsEverything(podSelector);
  if (namespaceSelector === undefined) {
    return isEveryPod ? 0.2 : 0;
  }
  return (selectsEverything(namespaceSelector) ? 1.5 : 0.5) + (isEveryPod ? 0.3 : 0);
}

/** From 0 for one port to 1 for every one. */
export function widthOfPort({ port, endPort }: Fields): number {
  if (port === undefined || port === null) {
    return 1;
  }
  return typeof port === 'number' && typeof endPort === 'number'
    ? Math.min(1, Math.max(0, endPort - port) / 65_535)
    : 0;
}
