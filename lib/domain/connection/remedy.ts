import type { ExternalErrorKind } from '../error/external-error.ts';

/** What helps against each kind of failure, in general: what exactly is wrong, a check says better. */
const REMEDIES: Record<ExternalErrorKind | 'unexpected', string> = {
  auth: 'Make a new token, put it where the configuration reads it, and start the portal anew.',
  forbidden: 'Give the portal’s account the right that is named.',
  'not-found': 'Check the address in portolan.yaml.',
  conflict: 'Nothing: the portal looks again by itself.',
  invalid: 'If it stays, the two versions do not fit each other: the log has the details.',
  'rate-limited':
    'Nothing now: the portal waits as long as it was asked to. If it stays, raise the limit for its account.',
  unavailable: 'See whether it runs and can be reached from here. The portal tries again by itself.',
  timeout: 'See whether it is overloaded, or the network slow. The portal tries again by itself.',
  'invalid-response': 'See whether something else answers at its address, such as a proxy or a sign-in page.',
  unexpected: 'The log has the details.',
};

export function remedyFor(kind: ExternalErrorKind | 'unexpected'): string {
  return REMEDIES[kind];
}
