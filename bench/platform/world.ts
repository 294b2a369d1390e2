import type { GeneratedSizes } from '#sandbox/generate/sizes.ts';

/** How much of each kind there is. */
export type World = GeneratedSizes & {
  /** Of the forge, besides its usual ones. */
  runners: number;
  /** Model servers that no application brings. */
  outsideServers: number;
};

const APPLICATIONS_PER_NODE = 25;
const CARDS_PER_NODE = 2;
const PODS_PER_APPLICATION = 4;
const RUNNERS_PER_APPLICATION = 0.4;
const APPLICATIONS_PER_RUNNER_SET = 500;
const APPLICATIONS_PER_MODEL_SERVER = 250;
/** One model server in so many stands beside the cluster. */
const OUTSIDE_EVERY = 5;

/** Applications with their pods and nodes in proportion, and little else. */
export function applicationsOnly(applications: number): World {
  return { applications, runners: 0, outsideServers: 0 };
}

/** Every kind there is: at 5,000 applications 20,000 pods, 200 nodes with 400 cards, 2,000 runners, 20 model servers. */
export function wholeWorld(applications: number): World {
  const nodes = Math.max(2, Math.ceil(applications / APPLICATIONS_PER_NODE));
  const servers = Math.ceil(applications / APPLICATIONS_PER_MODEL_SERVER);
  const outsideServers = Math.floor(servers / OUTSIDE_EVERY);
  return {
    applications,
    nodes,
    pods: applications * PODS_PER_APPLICATION,
    cards: nodes * CARDS_PER_NODE,
    runners: Math.round(applications * RUNNERS_PER_APPLICATION),
    runnerSets: Math.ceil(applications / APPLICATIONS_PER_RUNNER_SET),
    modelServers: servers - outsideServers,
    outsideServers,
  };
}
