import { shownText } from '#lib/adapters/_shared/shown-text.ts';
import { type LiveNode, type LiveTree, objectId } from '#lib/domain/application/live-tree.ts';
import { type Fields, fieldsOf, itemsOf, oneOf, textOf, timeOf } from '#lib/domain/value/fields.ts';
import { sharedText } from '../shared-text.ts';
import { HEALTH_STATUSES } from '../statuses.ts';

/** More are counted and not kept: nobody reads them, and a page has to carry them. */
export const MOST_NODES = 2000;
/** More than this are not even looked at. */
const MOST_READ = 50_000;
const MOST_PARENTS = 20;
const MOST_INFO = 50;
const LONGEST_MESSAGE = 300;
const LONGEST_STATUS = 60;

/** Of pods, the column that `kubectl get` shows. */
const STATUS_INFO = 'Status Reason';

type Read = { node: LiveNode; parents: string[] };

/** An answer to `resource-tree` (v1alpha1.ApplicationTree), whatever it holds: what is no node is left out. */
export function toTree(body: Fields): LiveTree {
  const all = Array.isArray(body.nodes) ? body.nodes : [];
  const ids = new Map<string, string>();
  const read = new Map<string, Read>();
  for (const item of itemsOf(all, MOST_READ)) {
    const fields = fieldsOf(item);
    const node = toNode(fields);
    if (node !== null && !read.has(node.id)) {
      const uid = textOf(fields.uid);
      if (uid !== '') {
        ids.set(uid, node.id);
      }
      read.set(node.id, { node, parents: parentsOf(fields) });
    }
  }
  for (const { node, parents } of read.values()) {
    node.owners = [...new Set(parents.flatMap((uid) => ids.get(uid) ?? []))].filter((id) => id !== node.id);
  }
  const nodes = fromTheTop([...read.values()].map(({ node }) => node));
  return { nodes: nodes.slice(0, MOST_NODES), left: Math.max(0, nodes.length - MOST_NODES) + all.length - read.size };
}

function toNode(fields: Fields): LiveNode | null {
  const [kind, name] = [textOf(fields.kind), textOf(fields.name)];
  if (kind === '' || name === '') {
    return null;
  }
  const key = {
    group: sharedText(textOf(fields.group)),
    kind: sharedText(kind),
    namespace: sharedText(textOf(fields.namespace)),
    name,
  };
  const createdAt = timeOf(fields.createdAt);
  const health = fieldsOf(fields.health);
  const isThere = createdAt !== null || textOf(fields.uid) !== '' || textOf(fields.resourceVersion) !== '';
  const code = oneOf(health.status, HEALTH_STATUSES, isThere ? undefined : ('Missing' as const));
  const message = shownText(health.message, LONGEST_MESSAGE);
  const info = itemsOf(fields.info, MOST_INFO)
    .map(fieldsOf)
    .find((one) => one.name === STATUS_INFO);
  const status = shownText(info?.value, LONGEST_STATUS);
  return {
    id: objectId(key),
    ...key,
    owners: [],
    ...(code === undefined ? {} : { health: code }),
    ...(message === '' ? {} : { healthMessage: message }),
    ...(status === '' ? {} : { status }),
    createdAt,
  };
}

function parentsOf(fields: Fields): string[] {
  return itemsOf(fields.parentRefs, MOST_PARENTS).map((parent) => textOf(fieldsOf(parent).uid));
}

/**
 * Owners before what they own, so that what is left out never is an owner of what stays. Objects that own each other in a
 * ring hang on nothing: the first of them is taken for one that the application brings.
 */
function fromTheTop(nodes: readonly LiveNode[]): LiveNode[] {
  const owned = new Map<string, LiveNode[]>();
  for (const node of nodes) {
    for (const owner of node.owners) {
      const list = owned.get(owner);
      if (list === undefined) {
        owned.set(owner, [node]);
      } else {
        list.push(node);
      }
    }
  }
  const seen = new Set<LiveNode>();
  const reach = (from: readonly LiveNode[]) => {
    const queue = [...from];
    // What is added while a list is walked through is walked through as well.
    for (const node of queue) {
      if (!seen.has(node)) {
        seen.add(node);
        queue.push(...(owned.get(node.id) ?? []));
      }
    }
  };
  reach(nodes.filter(({ owners }) => owners.length === 0));
  for (const node of nodes) {
    if (!seen.has(node)) {
      node.owners = [];
      reach([node]);
    }
  }
  return [...seen];
}
