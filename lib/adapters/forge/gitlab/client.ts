import { createRequester } from './requester.ts';

/** What every part of the SDK is made with: one user's token, and our own way of sending. */
export type ClientOptions = { host: string; oauthToken: string; requesterFn: ReturnType<typeof createRequester> };

export function clientOptions(provider: string, host: string, accessToken: string, timeoutMs?: number): ClientOptions {
  // A personal access token is taken as a bearer token, too, so there is one way for both kinds.
  return { host: host.replace(/\/$/, ''), oauthToken: accessToken, requesterFn: createRequester(provider, timeoutMs) };
}
