import { digestOf } from '../digest.ts';
import type { Reply, RequestContext } from '../http/router.ts';
import type { Instance } from './instance.ts';

/** Counts API requests by token, or by address without one; refuses those above the limit as GitLab does. */
export function createRateLimiter(instance: Instance): (context: RequestContext) => Reply | undefined {
  const counts = new Map<string, { window: number; count: number }>();
  return (context) => {
    const limit = instance.rateLimit;
    if (limit === null || !context.path.startsWith('/api/')) {
      return undefined;
    }
    const periodMs = limit.periodSeconds * 1000;
    const now = instance.clock.now();
    const window = Math.floor(now / periodMs);
    const key = whoAsks(context);
    const known = counts.get(key);
    const count = known?.window === window ? known.count + 1 : 1;
    counts.set(key, { window, count });
    if (count <= limit.requestsPerPeriod) {
      return undefined;
    }
    const resetAt = (window + 1) * periodMs;
    return {
      status: 429,
      headers: {
        'content-type': 'text/plain',
        'retry-after': String(Math.max(1, Math.ceil((resetAt - now) / 1000))),
        'ratelimit-name': key === 'anonymous' ? 'throttle_unauthenticated_api' : 'throttle_authenticated_api',
        'ratelimit-limit': String(Math.ceil((limit.requestsPerPeriod * 60) / limit.periodSeconds)),
        'ratelimit-observed': String(count),
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(Math.ceil(resetAt / 1000)),
        'ratelimit-resettime': new Date(resetAt).toUTCString(),
      },
      body: 'Retry later\n',
    };
  };
}

function whoAsks(context: RequestContext): string {
  const { headers } = context.request;
  const credential = headers['private-token'] ?? headers.authorization;
  return typeof credential === 'string' ? digestOf(credential) : 'anonymous';
}
