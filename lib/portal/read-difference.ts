import type { Application } from '#lib/domain/application/application.ts';
import type { ObjectDifference } from '#lib/domain/application/difference.ts';
import { type ObjectKey, objectId } from '#lib/domain/application/live-tree.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { ApplicationDetails } from '#lib/ports/application-details.ts';

/** Each may be megabytes on its way here. */
const MOST_AT_ONCE = 8;

type Asked = Map<string, Promise<ObjectDifference | null>>;
const underWay = new WeakMap<ApplicationDetails, Asked>();

/**
 * What one object of an application differs in. Who asks for the same at the same time gets the same answer.
 * Throws ExternalError, and PortalError where too much is asked for at once.
 */
export async function readDifference(
  details: ApplicationDetails,
  application: Application,
  key: ObjectKey,
): Promise<ObjectDifference | null> {
  const asked: Asked = underWay.get(details) ?? new Map();
  underWay.set(details, asked);
  const id = `${application.id} ${objectId(key)}`;
  const known = asked.get(id);
  if (known !== undefined) {
    return await known;
  }
  if (asked.size >= MOST_AT_ONCE) {
    throw new PortalError('rate-limited', 'Too many differences are asked for at once.', {
      suggestion: 'Open it again in a moment.',
    });
  }
  // The adapter has a time limit of its own, and others may wait for the same answer when one has left.
  const answer = details.readDifference(application, key, new AbortController().signal);
  asked.set(id, answer);
  try {
    return await answer;
  } finally {
    asked.delete(id);
  }
}
