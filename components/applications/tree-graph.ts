import type { GraphMark, GraphNode } from '#components/patterns/graph/graph-node.ts';
import { healthLook, syncLook } from '#components/patterns/state/state-look.ts';
import type {
  Application,
  ApplicationResource,
  HealthStatus,
  SyncStatus,
} from '#lib/domain/application/application.ts';
import { asDeployed, isInSight } from '#lib/domain/application/deployed.ts';
import { type LiveTree, type ObjectKey, objectId } from '#lib/domain/application/live-tree.ts';

/** From fine to worst, as Argo CD orders them; what has no health is fine. */
const HEALTH_ORDER: readonly (HealthStatus | undefined)[] = [
  'Healthy',
  'Suspended',
  'Progressing',
  'Unknown',
  'Missing',
  'Degraded',
];

/** Owners are seldom more than four deep. */
const DEEPEST = 20;

/** The engine's page for one object: its parts are put into the address as it came. */
export function objectHref(pattern: string | null, key: ObjectKey): string | null {
  return (
    pattern?.replaceAll(/\{(group|kind|namespace|name)\}/g, (_, part: keyof ObjectKey) =>
      encodeURIComponent(key[part]),
    ) ?? null
  );
}

/**
 * An application with its resources and, where the live tree is known, with everything that was made from them.
 * @param pattern the engine's page for an object, or null
 */
export function treeGraph(application: Application, tree: LiveTree | null, pattern: string | null): GraphNode {
  const resources = new Map(application.resources.map((resource) => [objectId(resource), resource]));
  const byOwner = Map.groupBy(nodesOf(application, tree), ({ owners }) => owners[0] ?? null);
  const drawn = new Set<string>();
  const toNode = (node: TreeNode, depth: number): GraphNode => {
    drawn.add(node.id);
    const below = depth > DEEPEST ? [] : (byOwner.get(node.id) ?? []).filter(({ id }) => !drawn.has(id));
    const resource = resources.get(node.id);
    return {
      id: node.id,
      kind: node.kind,
      name: node.name,
      marks: marksOf(node.health, resource?.sync, node.status ?? node.healthMessage),
      href: hrefOf(application, node, pattern, resource !== undefined),
      trouble: troubleOf(node.health, resource?.sync),
      children: below.map((child) => toNode(child, depth + 1)),
      also: node.owners.slice(1),
    };
  };
  return {
    id: `application ${application.id}`,
    kind: 'Application',
    name: application.name,
    marks: marksOf(application.health, application.sync),
    href: pattern === null ? `/applications/${application.id}` : pattern.replace(/\?.*$/, ''),
    trouble: troubleOf(application.health, application.sync),
    children: (byOwner.get(null) ?? []).map((node) => toNode(node, 1)),
  };
}

type TreeNode = ObjectKey & Pick<LiveTree['nodes'][number], 'id' | 'owners' | 'health' | 'status' | 'healthMessage'>;

/** Without a live tree, what the application itself tells: its resources, and nothing that was made from them. */
function nodesOf({ resources }: Application, tree: LiveTree | null): readonly TreeNode[] {
  return tree?.nodes ?? resources.map((resource) => ({ ...plain(resource), id: objectId(resource), owners: [] }));
}

function plain({ group, kind, namespace, name, health, healthMessage }: ApplicationResource) {
  return {
    group,
    kind,
    namespace,
    name,
    ...(health === undefined ? {} : { health }),
    ...(healthMessage === undefined ? {} : { healthMessage }),
  };
}

/**
 * The portal has pages of applications itself, in the clusters that it looks at; of other objects, the engine has. Where
 * there is neither, a resource of the application has its line in the order of the sync.
 */
function hrefOf(application: Application, node: TreeNode, pattern: string | null, isResource: boolean): string | null {
  const { group, kind, name } = node;
  if (group === 'argoproj.io' && kind === 'Application' && isInSight(application)) {
    return `/applications/${asDeployed(application, node).namespace}/${name}`;
  }
  return (
    objectHref(pattern, { group, kind, namespace: node.namespace, name }) ??
    (isResource ? `/applications/${application.id}#${anchorOf(node)}` : null)
  );
}

/** The place of a resource on the application's page. */
export function anchorOf(key: ObjectKey): string {
  return `object-${objectId(key).replaceAll(/[^\w.-]/g, '-')}`;
}

function marksOf(health: HealthStatus | undefined, sync: SyncStatus | undefined, detail = ''): GraphMark[] {
  const look = health === undefined ? null : healthLook(health);
  return [
    ...(look === null
      ? []
      : [{ icon: look.icon, tone: look.tone, word: look.word, ...(detail === '' ? {} : { detail }) }]),
    ...(sync === undefined ? [] : [syncLook(sync)].map(({ icon, tone, word }) => ({ icon, tone, word }))),
  ];
}

function troubleOf(health: HealthStatus | undefined, sync: SyncStatus | undefined): number {
  const rank = health === undefined ? 0 : HEALTH_ORDER.indexOf(health);
  return rank * 2 + (sync === 'OutOfSync' ? 1 : 0);
}
