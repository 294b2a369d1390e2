import { PortalError } from '#lib/domain/error/portal-error.ts';
import { createTokenBuckets } from '#lib/domain/limit/token-buckets.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { RequestLimits } from '#lib/ports/request-limits.ts';
import { clientAddress } from './client-address.ts';
import { peerOf } from './peer-address.ts';

/** Requests a minute, as configured. */
export type Limits = { signIns: number; commands: number; reads: number; webhooks: number; strangers: number };

const WHAT: Record<keyof Limits, string> = {
  signIns: 'sign-ins from your network address',
  commands: 'requests from your account',
  reads: 'requests from your account',
  webhooks: 'deliveries from this address',
  strangers: 'requests from your network address without a session',
};

export function createRequestLimits(limits: Limits, trustedProxies: number, clock: Pick<Clock, 'now'>): RequestLimits {
  const buckets = {
    signIns: createTokenBuckets(limits.signIns),
    commands: createTokenBuckets(limits.commands),
    reads: createTokenBuckets(limits.reads),
    webhooks: createTokenBuckets(limits.webhooks),
    strangers: createTokenBuckets(limits.strangers),
  };
  const take = (kind: keyof Limits, key: string) => {
    const seconds = buckets[kind].take(key, clock.now());
    if (seconds > 0) {
      throw new PortalError('rate-limited', `Too many ${WHAT[kind]}. Nothing was done.`, {
        suggestion: `Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
        retryAfterSeconds: seconds,
      });
    }
  };
  return {
    ofPerson: take,
    ofAddress: (kind, headers) =>
      take(kind, clientAddress(peerOf(headers), headers.get('x-forwarded-for'), trustedProxies)),
  };
}
