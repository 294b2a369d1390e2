import type { Random } from './mix.ts';
import { PODS_PER_NODE, SLICES_PER_CARD, usualCards } from './workload-objects.ts';

/** How large a generated platform is. What is not given follows from the number of applications. */
export type GeneratedSizes = {
  applications: number;
  /** Shared out evenly; without it each application has one to three. */
  pods?: number;
  nodes?: number;
  /** Shared out evenly, with three quarters of their slices taken; without it every eighth node has one, half taken. */
  cards?: number;
  /** Scale sets of the Actions Runner Controller; without it none is installed. */
  runnerSets?: number;
  /** Model servers that an application brings, each with a slice of a card. */
  modelServers?: number;
};

/** So many applications, or pods where their number is given, share a node. */
const APPLICATIONS_PER_NODE = 25;
const COMFORTABLE_PODS_PER_NODE = 50;
const MOST_REPLICAS = 3;
const GPU_USER_EVERY = 200;
const SHARE_OF_SLICES = 0.75;

export function nodeCount({ applications, pods = 0, nodes }: GeneratedSizes): number {
  const enough = Math.max(applications / APPLICATIONS_PER_NODE, pods / COMFORTABLE_PODS_PER_NODE);
  return nodes ?? Math.max(2, Math.ceil(enough));
}

/** How many cards node `number` has. */
export function cardsOfNode(number: number, sizes: GeneratedSizes): number {
  const { cards } = sizes;
  if (cards === undefined) {
    return usualCards(number);
  }
  const nodes = nodeCount(sizes);
  return Math.floor(cards / nodes) + (number < cards % nodes ? 1 : 0);
}

/** One application in so many asks for a slice with each of its pods. */
export function gpuUserEvery({ applications, pods = 2 * applications, cards }: GeneratedSizes): number {
  return cards === undefined
    ? GPU_USER_EVERY
    : Math.max(2, Math.round(pods / Math.max(1, cards * SLICES_PER_CARD * SHARE_OF_SLICES)));
}

/** How many pods application `index` has. */
export function replicasOf(
  random: Random,
  name: string,
  index: number,
  { applications, pods }: GeneratedSizes,
): number {
  if (pods === undefined) {
    return random.between(`replicas/${name}`, 1, MOST_REPLICAS);
  }
  return Math.floor(pods / applications) + (index < pods % applications ? 1 : 0);
}

/** Whether the pods surely fit on the nodes; a sentence on what does not, or null. */
export function sizeProblem(sizes: GeneratedSizes): string | null {
  const nodes = nodeCount(sizes);
  const pods = sizes.pods ?? sizes.applications * MOST_REPLICAS;
  if (sizes.applications === 0 && pods > 0) {
    return `${pods} pods belong to no application`;
  }
  return pods > nodes * PODS_PER_NODE
    ? `there is room for ${nodes * PODS_PER_NODE} pods (${PODS_PER_NODE} on a node), and there may be ${pods}`
    : null;
}
