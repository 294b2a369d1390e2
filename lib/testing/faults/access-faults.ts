import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { type ForgeFault, MORE, refuses } from './forge-fault.ts';

const refusal = (kind: ExternalErrorKind, message: string) => () =>
  Promise.reject(new ExternalError({ provider: 'gitlab', operation: 'refresh token', kind, message }));

/** What goes wrong with tokens and rights. */
export const ACCESS_FAULTS: ForgeFault[] = [
  {
    name: 'the requester’s token was revoked',
    step: 'send',
    strike: ({ onToken }) => onToken('requester', refuses(401, '401 Unauthorized')),
    says: /does not accept the sign-in.*Sign in again.*Nothing is lost/,
  },
  {
    name: 'the reviewer’s token was revoked',
    step: 'approve',
    strike: ({ onToken }) => onToken('reviewer', refuses(401, '401 Unauthorized')),
    says: /does not accept your sign-in.*Sign in again/,
    code: 'sign-in-again',
  },
  {
    name: 'the requester’s token has expired and so has the refresh token',
    step: 'send',
    strike: ({ expire }) => expire(refusal('auth', 'invalid_grant')),
    says: /does not accept the sign-in.*Sign in again/,
  },
  {
    name: 'the requester’s token has expired and the forge does not renew it just now',
    step: 'send',
    strike: ({ expire }) => expire(refusal('unavailable', 'the connection was cut')),
    says: /connection was cut.* tries again/,
  },
  {
    name: 'the requester was blocked on the forge',
    step: 'send',
    strike: ({ rig }) => rig.act.setBlocked('requester', true),
    heal: ({ rig }) => rig.act.setBlocked('requester', false),
    says: /blocked|does not allow/,
    isFinal: true,
  },
  {
    name: 'the requester has no role in the repository any more',
    step: 'send',
    strike: ({ rig }) => rig.act.setMember('requester', false),
    heal: ({ rig }) => rig.act.setMember('requester', true),
    says: /does not find it.*you may see it|does not allow/,
    isFinal: true,
  },
  {
    name: 'the repository was archived',
    step: 'send',
    strike: ({ rig }) => rig.act.setArchived(true),
    heal: ({ rig }) => rig.act.setArchived(false),
    says: /does not allow it|You are not allowed to push/,
    isFinal: true,
  },
  {
    name: 'the repository was archived while the change waited',
    step: 'merge',
    strike: ({ rig }) => rig.act.setArchived(true),
    heal: ({ rig }) => rig.act.setArchived(false),
    says: /does not let|does not allow/,
  },
  {
    name: 'the portal’s own account may not set statuses',
    step: 'look',
    strike: async ({ rig, on, change }) => {
      await rig.act.push(change().branch, 'apps/more/a.yaml', MORE);
      on('status', refuses(403, '403 Forbidden'));
    },
    says: /does not allow it.*those who run the portal: its own account/,
  },
];
