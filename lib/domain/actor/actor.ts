/** Each role holds everything the ones before it hold. */
export const ROLES = ['viewer', 'developer', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export type UserActor = {
  kind: 'user';
  accountId: string;
  sessionId: string;
  username: string;
  name: string;
  role: Role;
  groups: string[];
};

/** Who acts. `system` is the portal itself going on with what a person began. */
export type Actor = UserActor | { kind: 'system'; name: string };

/** What can be done, named as the audit log names it. */
export type Action =
  | 'platform.view'
  | 'application.refresh'
  | 'change.view'
  | 'change.preview'
  | 'change.open'
  | 'change.approve'
  | 'change.merge'
  | 'change.close'
  | 'change.comment'
  | 'change.rebase'
  | 'gateway.ask'
  | 'gateway.cancel'
  | 'gateway.view'
  | 'audit.view'
  | 'connections.view'
  | 'token.create'
  | 'token.revoke'
  | 'token.view'
  | 'account.link'
  | 'account.view'
  | 'session.sign-out';

const LEAST_ROLE: Record<Action, Role> = {
  'platform.view': 'viewer',
  'application.refresh': 'developer',
  'change.view': 'viewer',
  'change.preview': 'developer',
  'change.open': 'developer',
  'change.approve': 'approver',
  'change.merge': 'developer',
  'change.close': 'developer',
  'change.comment': 'developer',
  'change.rebase': 'developer',
  'gateway.ask': 'developer',
  'gateway.cancel': 'developer',
  'gateway.view': 'developer',
  'audit.view': 'admin',
  'connections.view': 'admin',
  'token.create': 'developer',
  'token.revoke': 'developer',
  'token.view': 'developer',
  'account.link': 'developer',
  'account.view': 'developer',
  'session.sign-out': 'viewer',
};

export function hasRole(held: Role, needed: Role): boolean {
  return ROLES.indexOf(held) >= ROLES.indexOf(needed);
}

/** The one place that says which role may do what; the portal itself may finish what people began. */
export function isAllowed(actor: Actor, action: Action): boolean {
  return actor.kind === 'system' || hasRole(actor.role, LEAST_ROLE[action]);
}

export function leastRole(action: Action): Role {
  return LEAST_ROLE[action];
}
