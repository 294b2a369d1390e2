import { fieldAt, listOf, textOf } from '../controllers/api/fields.ts';
import { isFinished, isReady } from '../controllers/api/pod-state.ts';
import { podSpecOf } from '../controllers/api/pod-types.ts';
import { GPU_NAMESPACE } from '../controllers/operators/gpu/daemon-sets.ts';
import type { KubeObject } from '../kubernetes/object.ts';
import { resourceType } from '../kubernetes/resources.ts';
import type { ObjectStore } from '../kubernetes/store.ts';

const NODE = resourceType('Node');
const POD = resourceType('Pod');
const DAEMON_SET = resourceType('DaemonSet');
const EXPORTER = 'nvidia-dcgm-exporter';

/** A node with what runs on it. */
export type Machine = { name: string; address: string; node: KubeObject; pods: readonly KubeObject[] };

export type Machines = {
  all(): Machine[];
  /** The pod that tells of a machine's cards; null where there is none, though its cards may be told of. */
  exporterOn(machine: Machine): KubeObject | null;
  /** Whether anybody tells of its cards: the exporter runs there, or the platform was generated without operators. */
  tellsOfCards(machine: Machine): boolean;
};

/** The machines of the cluster, looked at again when anything in it changed. */
export function createMachines(store: ObjectStore): Machines {
  let revision = -1;
  let machines: Machine[] = [];
  const exporterOn = ({ pods }: Machine) =>
    pods.find(({ metadata }) => metadata.namespace === GPU_NAMESPACE && metadata.labels?.app === EXPORTER) ?? null;
  return {
    all() {
      if (revision !== store.revision) {
        revision = store.revision;
        machines = readMachines(store);
      }
      return machines;
    },
    exporterOn,
    tellsOfCards(machine) {
      const pod = exporterOn(machine);
      return pod === null ? store.get(DAEMON_SET, GPU_NAMESPACE, EXPORTER) === undefined : isReady(pod);
    },
  };
}

function readMachines(store: ObjectStore): Machine[] {
  const running = store.list(POD).filter((pod) => !isFinished(pod));
  const byNode = Map.groupBy(running, (pod) => podSpecOf(pod).nodeName ?? '');
  return store.list(NODE).map((node) => {
    const addresses = listOf(fieldAt(node, 'status', 'addresses'));
    const internal = addresses.find((one) => fieldAt(one, 'type') === 'InternalIP');
    const { name } = node.metadata;
    return { name, address: textOf(fieldAt(internal, 'address')), node, pods: byNode.get(name) ?? [] };
  });
}
