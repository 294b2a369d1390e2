import { ZodError } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { createRequester } from './requester.ts';

/** What every part of the SDK is made with: one user's token, and our own way of sending. */
export type ClientOptions = { host: string; oauthToken: string; requesterFn: ReturnType<typeof createRequester> };

export function clientOptions(provider: string, host: string, accessToken: string, timeoutMs?: number): ClientOptions {
  // A personal access token is taken as a bearer token, too, so there is one way for both kinds.
  return { host: host.replace(/\/$/, ''), oauthToken: accessToken, requesterFn: createRequester(provider, timeoutMs) };
}

/** null instead of an error where the thing is not there; GitLab also says so of what the user may not see. */
export async function orNull<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ExternalError && error.kind === 'not-found') {
      return null;
    }
    throw error;
  }
}

/** An answer of another shape than GitLab's is the other side's fault, and is said to be. */
export function withShapeErrors<Part extends object>(provider: string, part: Part): Part {
  return Object.fromEntries(
    Object.entries(part).map(([operation, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
      operation,
      async (...args: unknown[]) => {
        try {
          return await call(...args);
        } catch (cause) {
          if (cause instanceof ZodError) {
            const field = cause.issues[0]?.path.join('.') ?? '';
            const message = `its answer has another shape than GitLab's (at "${field}")`;
            throw new ExternalError({ provider, operation, kind: 'invalid-response', message, cause });
          }
          throw cause;
        }
      },
    ]),
  ) as Part;
}
