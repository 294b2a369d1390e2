import 'server-only';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { errorResponse } from './error-response.ts';
import { requestIdOf } from './request-context.ts';

/** Addresses under `/api` that lead nowhere: an answer for programs, never a page. */
export function answerUnknown(request: Request, { log }: Pick<Services, 'log'>): Response {
  return errorResponse(new PortalError('not-found', 'There is no such address.'), requestIdOf(request.headers), log);
}
