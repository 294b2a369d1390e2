import type { PortalResult, PortalTask } from './portal-process.ts';
import { type Run, startProcess } from './start-process.ts';

export type PortalRun = Run<PortalResult>;

/** Starts a portal in a process of its own. */
export function startPortalProcess(task: PortalTask): PortalRun {
  return startProcess(new URL('./portal-process.ts', import.meta.url), task);
}
