import type { Application } from '#lib/domain/application/application.ts';
import type { ObjectDifference } from '#lib/domain/application/difference.ts';
import type { LiveTree, ObjectKey } from '#lib/domain/application/live-tree.ts';

/** Which application is asked for. */
export type ApplicationRef = Pick<Application, 'namespace' | 'name' | 'project'>;

/**
 * What the engine's own API tells of one application and the cluster's objects do not. Each call may fail on its own
 * with an ExternalError, and ends with the signal.
 */
export interface ApplicationDetails {
  /** Everything that the application brings and what was made from it, with the health of each. */
  readTree(application: ApplicationRef, signal: AbortSignal): Promise<LiveTree>;
  /** One of its objects as it is and as it should be; null where the application has none of that name. */
  readDifference(application: ApplicationRef, key: ObjectKey, signal: AbortSignal): Promise<ObjectDifference | null>;
  /** Has the engine compare the application with git now. It changes nothing that git decides about. */
  refresh(application: ApplicationRef, signal: AbortSignal): Promise<void>;
}
