import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { goodRequestId, REQUEST_ID_HEADER } from '#lib/domain/value/request-id.ts';
import { serveSubscription } from '#lib/live/serve.ts';
import type { Portal } from '#lib/runtime/portal.ts';
import { VIEWS } from '#lib/views/index.ts';
import { errorResponse } from '../error-response.ts';
import { openLive } from '../live-route.ts';
import { STRICT_HEADERS } from '../strict-headers.ts';
import { createViewRoute } from '../view-route.ts';
import { toRequest } from './request.ts';
import { sendResponse } from './send.ts';

/** Answers a request, or gives false and leaves it alone. */
export type DirectAnswer = (request: IncomingMessage, response: ServerResponse) => boolean;

const VIEW = /^\/api\/views\/([a-z-]+)$/;

/**
 * Answers what is asked most, live streams and views, on Node's own response (docs/adr/0020): the same functions as in
 * the routes of the same addresses, with the same questions about who asks. Only for these addresses as they are
 * usually written; whatever else leads there goes through Next.
 */
export function createDirectAnswer(portal: Pick<Portal, 'services' | 'hub'>): DirectAnswer {
  const { services } = portal;
  const answerView = createViewRoute(VIEWS, async () => services);

  const answer = async (name: string | null, message: IncomingMessage, response: ServerResponse) => {
    const request = toRequest(message, services.portalUrl);
    const result = name === null ? await openLive(request, portal) : await answerView(request, name);
    if (result instanceof Response) {
      await sendResponse(result, message, response);
    } else {
      serveSubscription(result, response);
    }
  };
  const fail = async (error: unknown, message: IncomingMessage, response: ServerResponse) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const requestId = goodRequestId(message.headers[REQUEST_ID_HEADER]) ?? services.newId();
    await sendResponse(errorResponse(error, requestId, services.log), message, response);
  };

  return (message, response) => {
    const path = (message.url ?? '').split('?', 1)[0] ?? '';
    const name = VIEW.exec(path)?.[1] ?? null;
    if (message.method !== 'GET' || (name === null && path !== '/api/live')) {
      return false;
    }
    for (const [header, value] of Object.entries(STRICT_HEADERS)) {
      response.setHeader(header, value);
    }
    void answer(name, message, response).catch((error: unknown) => fail(error, message, response));
    return true;
  };
}
