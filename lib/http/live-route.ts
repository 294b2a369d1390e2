import 'server-only';
import { isAllowed, type UserActor } from '#lib/domain/actor/actor.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { parseTab, parseTopics } from '#lib/domain/live/topic-query.ts';
import { createLiveResponse, LIVE_HEADERS } from '#lib/live/response.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { TOPIC_RIGHTS } from '#lib/runtime/topics.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf, requireReader, requireUser } from './request-context.ts';

/**
 * `GET /api/live?topic=…`: one stream for everything a tab looks at. Who it is and what they may see is asked again
 * every few seconds while the stream lives, so it ends with the session or the right.
 */
export async function answerLive(request: Request, { services, hub }: Portal): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const { actor } = await requireReader(services, request, requestId);
    services.limits.ofPerson('reads', actor.accountId);
    /** Who it is was asked just now, for the beginning. */
    let known: UserActor | null = actor;
    const actorNow = () =>
      requireUser(services, request, requestId).then(
        (context) => context.actor,
        (error: unknown) => {
          if (error instanceof PortalError) {
            return null;
          }
          throw error;
        },
      );
    const url = new URL(request.url);
    const wanted = parseTopics(url.searchParams);
    if (wanted === null) {
      throw new PortalError('invalid-input', 'The live stream takes topics as ?topic=name.');
    }
    if (request.method === 'HEAD') {
      // Next asks this for HEAD as well and throws the body away: nobody would ever end that subscription.
      return new Response(null, { headers: LIVE_HEADERS });
    }
    const subscription = await hub.subscribe({
      wanted,
      lastEventId: request.headers.get('last-event-id'),
      sessionId: actor.sessionId,
      tab: parseTab(url.searchParams),
      authorise: async (topics) => {
        const now = known ?? (await actorNow());
        known = null;
        return topics.filter((topic) => {
          const kind = topic.split('/')[0] ?? '';
          const right = Object.hasOwn(TOPIC_RIGHTS, kind) ? TOPIC_RIGHTS[kind] : undefined;
          return now !== null && right !== undefined && isAllowed(now, right);
        });
      },
    });
    return createLiveResponse(subscription, request.signal);
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}
