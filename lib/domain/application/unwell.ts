import { isSettled } from '../wave/settled.ts';
import type { Application, ApplicationResource } from './application.ts';

/** Whether there is something about an application that somebody may want to have explained. */
export function isUnwell(application: Application): boolean {
  return !isSettled(application) || application.conditions.length > 0 || application.resources.some(isUnwellResource);
}

export function isUnwellResource({ sync = 'Synced', health = 'Healthy', trouble }: ApplicationResource): boolean {
  return trouble !== undefined || sync !== 'Synced' || (health !== 'Healthy' && health !== 'Suspended');
}
