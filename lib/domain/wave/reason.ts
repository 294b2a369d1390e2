import type { Application, ApplicationResource } from '../application/application.ts';
import { heldByResource } from './settled.ts';

/** Why an application is not settled, and since when it has been so (ms since 1970, null when unknown). */
export type Reason = { text: string; resource: string | null; since: number | null };

const LONGEST = 160;
/** The kubelet says last what matters: that the image was not found. */
const LONGEST_OF_RESOURCE = 320;

/** Puts into words what an application waits for, from the most telling thing it reports. */
export function reasonOf(application: Application): Reason {
  const { operation } = application;
  const condition = application.conditions.find(({ type }) => type.endsWith('Error'));
  if (condition !== undefined) {
    return { text: firstLine(condition.message), resource: null, since: condition.at };
  }
  const since = application.healthSince ?? operation?.startedAt ?? null;
  const resource = heldByResource(application);
  if (operation !== null && (operation.phase === 'Failed' || operation.phase === 'Error')) {
    const text = `the last sync failed: ${firstLine(operation.message)}`;
    return resource?.trouble?.isFailing
      ? { ...ofResource(resource, operation.finishedAt), text: `${text}; ${sentenceOf(resource)}` }
      : { text, resource: null, since: operation.finishedAt };
  }
  if (resource !== undefined) {
    return ofResource(resource, since);
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

function ofResource(resource: ApplicationResource, since: number | null): Reason {
  return { text: sentenceOf(resource), resource: `${resource.kind} ${resource.name}`, since };
}

/** `Deployment web is not ready yet: ImagePullBackOff: …`: what its pods say comes before what is said of them. */
function sentenceOf({ kind, name, health, sync, healthMessage, syncMessage, trouble }: ApplicationResource): string {
  const said =
    trouble === undefined
      ? firstLine(healthMessage ?? syncMessage ?? '', LONGEST_OF_RESOURCE)
      : firstLine([trouble.reason, trouble.message].filter((part) => part !== '').join(': '), LONGEST_OF_RESOURCE);
  const state =
    trouble !== undefined && (health === undefined || health === 'Healthy')
      ? 'not ready yet'
      : health === 'Healthy'
        ? 'out of sync'
        : inWords(health ?? sync);
  return said === '' ? `${kind} ${name} is ${state}` : `${kind} ${name} is ${state}: ${said}`;
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
function firstLine(text: string, longest = LONGEST): string {
  const [line = ''] = text.trim().split('\n', 1);
  const cut = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  return cut.replace(/\.$/, '');
}
