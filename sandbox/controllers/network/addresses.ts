import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { Cluster } from '../api/cluster.ts';
import { type Controller, createController, keyOf } from '../api/controller.ts';
import { fieldAt, fieldsOf, listOf, textOf } from '../api/fields.ts';

const SERVICE = resourceType('Service');
const INGRESS = resourceType('Ingress');
const INGRESS_CLASS = resourceType('IngressClass');
const NODE = resourceType('Node');

/** The load balancer of k3s puts a service on every node. */
const BALANCER_MS = 1500;

function nodeAddresses(cluster: Cluster): string[] {
  return cluster.index
    .all(NODE)
    .map((node) => listOf(node.status?.addresses).map(fieldsOf))
    .map((addresses) => textOf(addresses.find((one) => one.type === 'InternalIP')?.address))
    .filter((address) => address !== '')
    .sort();
}

function asIngress(addresses: readonly string[]): { ip: string; ipMode: string }[] {
  return addresses.map((ip) => ({ ip, ipMode: 'VIP' }));
}

/** Services of type LoadBalancer get the nodes' addresses a moment after they appear. */
export function createBalancer(cluster: Cluster): Controller {
  const first = new Map<string, number>();
  return createController(cluster, {
    primary: SERVICE,
    also: ({ resource }) => (resource.kind === 'Node' ? cluster.index.all(SERVICE).filter(isBalanced).map(keyOf) : []),
    reconcile(service, queue, key) {
      if (!isBalanced(service)) {
        return;
      }
      const uid = service.metadata.uid ?? '';
      const readyAt = first.get(uid) ?? cluster.clock.now() + BALANCER_MS;
      first.set(uid, readyAt);
      if (readyAt > cluster.clock.now()) {
        queue.addAfter(key, readyAt - cluster.clock.now());
      } else {
        cluster.writeStatus(service, { loadBalancer: { ingress: asIngress(nodeAddresses(cluster)) } });
      }
    },
  });
}

function isBalanced(service: KubeObject): boolean {
  return service.spec?.type === 'LoadBalancer';
}

/**
 * Writes into each Ingress where it is reached: the addresses of the service of its class's controller, once that has
 * some. An Ingress of a class that does not exist stays without.
 */
export function createIngressController(cluster: Cluster): Controller {
  /** What `spec.controller` of the class says → the service of that controller, as k3s installs it. */
  const services: Record<string, [namespace: string, name: string]> = {
    'traefik.io/ingress-controller': ['kube-system', 'traefik'],
  };
  const addressesFor = (ingress: KubeObject): unknown[] => {
    const ingressClass = cluster.get(INGRESS_CLASS, '', textOf(ingress.spec?.ingressClassName));
    const place = services[textOf(ingressClass?.spec?.controller)];
    const service = place && cluster.get(SERVICE, place[0], place[1]);
    return listOf(fieldAt(service?.status, 'loadBalancer', 'ingress')).map((one) => ({ ip: fieldsOf(one).ip }));
  };
  return createController(cluster, {
    primary: INGRESS,
    also: ({ resource, object }) =>
      resource.kind === 'IngressClass' || (resource.kind === 'Service' && isBalanced(object))
        ? cluster.index.all(INGRESS).map(keyOf)
        : [],
    reconcile(ingress) {
      const addresses = addressesFor(ingress);
      cluster.writeStatus(ingress, { loadBalancer: addresses.length > 0 ? { ingress: addresses } : {} });
    },
  });
}
