import type { SandboxClock } from '../../clock.ts';
import type { Cluster } from '../../controllers/api/cluster.ts';
import type { Draw } from '../../controllers/api/draw.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { resourceType } from '../../kubernetes/resources.ts';
import type { ComparisonMemory } from '../compare/compare-application.ts';
import type { LiveObjects } from '../compare/live-objects.ts';
import type { Repositories } from '../git/repositories.ts';
import type { ArgoSettings } from '../settings/settings.ts';
import type { AppMemory } from './app-memory.ts';
import type { AppQueue } from './app-queue.ts';

export const APPLICATION = resourceType('Application');
export const APP_PROJECT = resourceType('AppProject');

/** What the parts of the application controller share. */
export type ControllerContext = {
  cluster: Cluster;
  clock: SandboxClock;
  repositories: Repositories;
  /** Where Argo CD runs, and the only namespace whose Applications it looks at. */
  namespace: string;
  settings: () => ArgoSettings;
  live: LiveObjects;
  queue: AppQueue;
  draw: Draw;
  memoryOf: (name: string) => AppMemory;
  /** Drops what is kept of an Application that is gone. */
  forget: (name: string) => void;
  comparisons: ComparisonMemory;
  /** Counts up when the kinds the cluster serves change. */
  kindsVersion: () => number;
  /** How long a repository may fail before it is said: ARGOCD_REPO_ERROR_GRACE_PERIOD_SECONDS. */
  repoErrorGraceMs: number;
};

export function getApplication(context: ControllerContext, name: string): KubeObject | undefined {
  return context.cluster.get(APPLICATION, context.namespace, name);
}

export function getProject(context: ControllerContext, name: string): KubeObject | undefined {
  return context.cluster.get(APP_PROJECT, context.namespace, name);
}

/** Writes into the stored Application; does nothing when it is gone or nothing changes. */
export function updateApplication(
  context: ControllerContext,
  name: string,
  change: (current: KubeObject) => KubeObject,
): void {
  const current = getApplication(context, name);
  if (current !== undefined) {
    context.cluster.store.update(APPLICATION, change(current));
  }
}
