import 'server-only';
import { isAllowed, type UserActor } from '#lib/domain/actor/actor.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { parseTab, parseTopics } from '#lib/domain/live/topic-query.ts';
import { createLiveResponse, LIVE_HEADERS } from '#lib/live/response.ts';
import type { Subscription } from '#lib/live/subscriber.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { topicRight } from '#lib/runtime/topics.ts';
import { authenticate } from '#lib/usecases/session/authenticate.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf, requireReader, sessionTokenOf } from './request-context.ts';

type Live = Pick<Portal, 'services' | 'hub'>;

/** `GET /api/live?topic=…`, as Next asks for it; `direct/` answers it before Next wherever there is a server of Node's. */
export async function answerLive(request: Request, portal: Live): Promise<Response> {
  const opened = await openLive(request, portal);
  return opened instanceof Response ? opened : createLiveResponse(opened, request.signal);
}

/**
 * One stream for everything a tab looks at; a response where there is to be none. Who it is and what they may see is
 * asked again every few seconds while the stream lives, so it ends with the session or the right.
 */
export async function openLive(request: Request, { services, hub }: Live): Promise<Subscription | Response> {
  const requestId = requestIdOf(request.headers);
  try {
    const { actor } = await requireReader(services, request, requestId);
    services.limits.ofPerson('reads', actor.accountId);
    const { searchParams } = new URL(request.url);
    const wanted = parseTopics(searchParams);
    if (wanted === null) {
      throw new PortalError('invalid-input', 'The live stream takes topics as ?topic=name.');
    }
    if (request.method === 'HEAD') {
      // Next asks this for HEAD as well and throws the body away: nobody would ever end that subscription.
      if (!wanted.some(({ topic }) => mayHear(actor, topic))) {
        throw new PortalError('not-permitted', 'Your role does not allow this.');
      }
      return new Response(null, { headers: LIVE_HEADERS });
    }
    return await hub.subscribe({
      wanted,
      lastEventId: request.headers.get('last-event-id'),
      sessionId: actor.sessionId,
      tab: parseTab(searchParams),
      authorise: createAuthorise(services, sessionTokenOf(services, request), actor),
    });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/**
 * Made apart, because it lives as long as the stream and must not keep the request with it.
 * @param first who it is, asked just now: good for the beginning
 */
function createAuthorise(services: Services, token: string | undefined, first: UserActor) {
  let known: UserActor | null = first;
  return async (topics: readonly string[]): Promise<string[]> => {
    const actor = known ?? (await authenticate(services, token));
    known = null;
    return topics.filter((topic) => actor !== null && mayHear(actor, topic));
  };
}

function mayHear(actor: UserActor, topic: string): boolean {
  const right = topicRight(topic);
  return right !== null && isAllowed(actor, right);
}
