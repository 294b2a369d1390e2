import 'server-only';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { getServices } from '#lib/runtime/portal.ts';
import { authenticateReader } from '#lib/usecases/session/authenticate-reader.ts';
import type { View, ViewResult } from '#lib/views/_shared/view.ts';
import { requestIdOf } from './request-context.ts';
import { cookieNames } from './session-cookie.ts';

/** Who looks at a page, asked once a request; null when nobody is signed in. */
export const currentUser = cache(async (): Promise<UserContext | null> => {
  const services = await getServices();
  const [jar, requestHeaders] = await Promise.all([cookies(), headers()]);
  const actor = await authenticateReader(services, jar.get(cookieNames(services.portalUrl).session)?.value);
  return actor === null ? null : { actor, requestId: requestIdOf(requestHeaders), services };
});

/** What a page gets as its `searchParams`, read. */
export type PageQuery = Record<string, string | string[] | undefined>;

/** Who looks at a page; sends everybody else to the sign-in, which brings them back to `path` with its query. */
export async function requirePageUser(path: string, query: PageQuery = {}): Promise<UserContext> {
  const context = await currentUser();
  return context ?? redirect(`/sign-in?${new URLSearchParams({ returnTo: addressOf(path, query) })}`);
}

/** Why the last sign-in, or link, did not work; null where nothing is to be told. */
export async function problemOfCookie({ portalUrl }: Pick<Services, 'portalUrl'>): Promise<string | null> {
  const problem = (await cookies()).get(cookieNames(portalUrl).problem)?.value;
  return problem === undefined ? null : Buffer.from(problem, 'base64url').toString('utf8');
}

/** The address of a page as it was asked for, whether the page knows the words of its query or not. */
export function addressOf(path: string, query: PageQuery): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((one) => (one === undefined ? [] : [[name, one]])),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}

/** A view as a page needs it: its result, or why it cannot be shown, in words. */
export type PageView<Data> = { result: ViewResult<Data> } | { problem: { message: string; suggestion: string } };

/**
 * Reads a view for a page, without a hop over HTTP. What is not there is the 404 page; what is not permitted or not
 * available now is a state of the page.
 */
export async function readPageView<Schema extends z.ZodType, Data>(
  context: UserContext,
  view: View<Schema, Data>,
  params: z.input<Schema>,
): Promise<PageView<Data>> {
  const parsed = view.params.safeParse(params);
  if (!parsed.success) {
    notFound();
  }
  try {
    context.services.limits.ofPerson('reads', context.actor.accountId);
    const result = await view.read(context, parsed.data);
    // Drawing it takes as long as reading it did: others have their turn in between.
    await letOthersRun();
    return { result };
  } catch (error) {
    if (error instanceof PortalError && error.code === 'not-found') {
      notFound();
    }
    if (error instanceof PortalError && error.code !== 'unexpected') {
      return { problem: { message: error.message, suggestion: error.suggestion ?? '' } };
    }
    context.services.log.error('page could not be read', { requestId: context.requestId, view: view.name, error });
    const suggestion = `Reload the page. The log has the details under the request id ${context.requestId}.`;
    return { problem: { message: 'This page could not be read.', suggestion } };
  }
}
