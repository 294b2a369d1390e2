import type { Application } from '../application/application.ts';
import { heldByResource } from './settled.ts';

/** Why an application is not settled, and since when it has been so (ms since 1970, null when unknown). */
export type Reason = { text: string; resource: string | null; since: number | null };

/** Puts into words what an application waits for, from the most telling thing it reports. */
export function reasonOf(application: Application): Reason {
  const { operation } = application;
  const condition = application.conditions.find(({ type }) => type.endsWith('Error'));
  if (condition !== undefined) {
    return { text: firstLine(condition.message), resource: null, since: condition.at };
  }
  if (operation !== null && (operation.phase === 'Failed' || operation.phase === 'Error')) {
    return {
      text: `the last sync failed: ${firstLine(operation.message)}`,
      resource: null,
      since: operation.finishedAt,
    };
  }
  const since = application.healthSince ?? operation?.startedAt ?? null;
  const resource = heldByResource(application);
  if (resource !== undefined) {
    const name = `${resource.kind} ${resource.name}`;
    const said = firstLine(resource.healthMessage ?? resource.syncMessage ?? '');
    const state =
      (resource.health ?? 'OutOfSync') === 'Healthy' ? 'out of sync' : inWords(resource.health ?? resource.sync);
    return { text: said === '' ? `${name} is ${state}` : `${name} is ${state}: ${said}`, resource: name, since };
  }
  if (operation?.phase === 'Running') {
    return { text: firstLine(operation.message) || 'a sync is running', resource: null, since: operation.startedAt };
  }
  if (application.healthMessage !== '') {
    return { text: firstLine(application.healthMessage), resource: null, since };
  }
  return {
    text: application.sync === 'Synced' ? `it is ${inWords(application.health)}` : 'it is not yet in sync with git',
    resource: null,
    since,
  };
}

function inWords(status: string | undefined): string {
  switch (status) {
    case 'Progressing':
      return 'not ready yet';
    case 'OutOfSync':
      return 'out of sync';
    case undefined:
    case 'Unknown':
      return 'in an unknown state';
    default:
      return status.toLowerCase();
  }
}

/** The first line without its final full stop, cut to what fits a sentence. */
function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n', 1);
  const cut = line.length > 160 ? `${line.slice(0, 159)}…` : line;
  return cut.replace(/\.$/, '');
}
