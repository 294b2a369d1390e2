import { shownText, textsIn } from '../../api/json-shape.ts';
import type { KubeObject } from '../../object.ts';
import { AGE, type Column, column, joined, labelText, listAt, NAME, textAt, textsAt, wide } from '../column.ts';
import { selectorText } from './workloads.ts';

function ingressAddresses(object: KubeObject): string[] {
  return listAt(object, '.status.loadBalancer.ingress').map(({ ip, hostname }) => shownText(ip ?? hostname));
}

function externalAddress(service: KubeObject): string {
  const own = textsAt(service, '.spec.externalIPs');
  switch (textAt(service, '.spec.type', 'ClusterIP')) {
    case 'ExternalName':
      return textAt(service, '.spec.externalName', '<none>');
    case 'LoadBalancer': {
      const all = [...ingressAddresses(service), ...own];
      return all.length === 0 ? '<pending>' : all.join(',');
    }
    default:
      return joined(own);
  }
}

function servicePorts(service: KubeObject): string {
  return joined(
    listAt(service, '.spec.ports').map(({ port, nodePort, protocol = 'TCP' }) =>
      nodePort === undefined || nodePort === 0
        ? `${shownText(port)}/${shownText(protocol)}`
        : `${shownText(port)}:${shownText(nodePort)}/${shownText(protocol)}`,
    ),
  );
}

export const SERVICE: Column[] = [
  NAME,
  column('Type', (service) => textAt(service, '.spec.type', 'ClusterIP')),
  column('Cluster-IP', (service) => textAt(service, '.spec.clusterIP', '<none>')),
  column('External-IP', externalAddress),
  column('Port(s)', servicePorts),
  AGE,
  wide('Selector', (service) => labelText(service.spec?.selector)),
];

function ingressHosts(ingress: KubeObject): string {
  const hosts = listAt(ingress, '.spec.rules').map(({ host }) => shownText(host ?? '*'));
  return hosts.length === 0 ? '*' : hosts.join(',');
}

export const INGRESS: Column[] = [
  NAME,
  column('Class', (ingress) => textAt(ingress, '.spec.ingressClassName', '<none>')),
  column('Hosts', ingressHosts),
  column('Address', (ingress) => ingressAddresses(ingress).join(',')),
  column('Ports', (ingress) => (listAt(ingress, '.spec.tls').length > 0 ? '80, 443' : '80')),
  AGE,
];

export const INGRESS_CLASS: Column[] = [
  NAME,
  column('Controller', (object) => textAt(object, '.spec.controller')),
  column('Parameters', (object) => {
    const name = textAt(object, '.spec.parameters.name');
    return name === '' ? '<none>' : `${textAt(object, '.spec.parameters.kind')}/${name}`;
  }),
  AGE,
];

export const NETWORK_POLICY: Column[] = [
  NAME,
  column('Pod-Selector', (object) => selectorText(object.spec?.podSelector)),
  AGE,
];

export const ENDPOINT_SLICE: Column[] = [
  NAME,
  column('AddressType', (object) => textAt(object, '.addressType')),
  column('Ports', (object) => joined(listAt(object, '.ports').map(({ port }) => port))),
  column('Endpoints', (object) => joined(listAt(object, '.endpoints').flatMap(({ addresses }) => textsIn(addresses)))),
  AGE,
];
