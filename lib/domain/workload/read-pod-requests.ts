import { parseQuantity, type Quantity } from '../quantity/quantity.ts';
import { type Fields, fieldsOf, itemsOf } from '../value/fields.ts';
import { type Amounts, largerOf, type PodRequests } from './effective-request.ts';

const NOTHING: Amounts = new Map();
const MOST_RESOURCES = 100;

/**
 * Reads what a pod asks for from `spec` and, for a pod that runs, `status`. Amounts that are no quantities are left
 * out, as are negative ones. A missing request with a limit is the limit, as the API server would write it.
 *
 * While a container is resized in place, the scheduler keeps the larger of what it has and what it asked for, unless
 * the node has said that the new size can never fit (KEP-1287); then it is what the container has.
 */
export function readPodRequests(spec: unknown, status?: unknown): PodRequests {
  const fields = fieldsOf(spec);
  const state = fieldsOf(status);
  const held = heldByName([...itemsOf(state.containerStatuses), ...itemsOf(state.initContainerStatuses)]);
  const cannotGrow = isResizeInfeasible(state);
  const requestsOf = (container: Fields): Amounts => {
    const asked = readRequests(container.resources);
    const has = typeof container.name === 'string' ? held.get(container.name) : undefined;
    if (has === undefined) {
      return asked;
    }
    return cannotGrow ? new Map([...asked, ...has]) : largerOf(asked, has);
  };
  return {
    containers: itemsOf(fields.containers).map((container) => requestsOf(fieldsOf(container))),
    initContainers: itemsOf(fields.initContainers).map((item) => {
      const container = fieldsOf(item);
      return { requests: requestsOf(container), isSidecar: container.restartPolicy === 'Always' };
    }),
    podLevel: readAmounts(fieldsOf(fields.resources).requests),
    overhead: readAmounts(fields.overhead),
  };
}

/** The requests of `resources` of a container, with limits standing in for missing requests. */
export function readRequests(resources: unknown): Amounts {
  const { requests, limits } = fieldsOf(resources);
  const limited = readAmounts(limits);
  const asked = readAmounts(requests);
  return limited.size === 0 ? asked : new Map([...limited, ...asked]);
}

/** Reads a map of resource name to quantity. */
export function readAmounts(value: unknown): Amounts {
  const entries = Object.entries(fieldsOf(value)).slice(0, MOST_RESOURCES);
  if (entries.length === 0) {
    return NOTHING;
  }
  const amounts = new Map<string, Quantity>();
  for (const [resource, text] of entries) {
    const quantity = parseQuantity(text);
    if (quantity !== null && quantity >= 0n) {
      amounts.set(resource, quantity);
    }
  }
  return amounts;
}

/** What the node says each container has; only for containers it says it of. */
function heldByName(statuses: readonly unknown[]): Map<string, Amounts> {
  const held = new Map<string, Amounts>();
  for (const item of statuses) {
    const { name, allocatedResources, resources } = fieldsOf(item);
    const amounts = largerOf(readAmounts(allocatedResources), readAmounts(fieldsOf(resources).requests));
    if (typeof name === 'string' && amounts.size > 0) {
      held.set(name, amounts);
    }
  }
  return held;
}

function isResizeInfeasible(status: Fields): boolean {
  const says = (item: unknown) => {
    const { type, status: value, reason } = fieldsOf(item);
    return type === 'PodResizePending' && value === 'True' && reason === 'Infeasible';
  };
  return status.resize === 'Infeasible' || itemsOf(status.conditions).some(says);
}
