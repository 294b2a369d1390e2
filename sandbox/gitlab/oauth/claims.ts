import { keyedDigest } from '../../digest.ts';
import { groupAccess } from '../access/rights.ts';
import type { Instance } from '../instance.ts';
import { userUrl } from '../render/user.ts';
import { groupPath } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

/** What GitLab puts in ID tokens beside the standard claims; `groups` is not among it. */
export function idTokenClaims(instance: Instance, user: UserRecord, scopes: readonly string[]) {
  const { state } = instance.store;
  const direct = state.members
    .filter((member) => member.source === 'group' && member.userId === user.id)
    .flatMap((member) => state.groups.filter((group) => group.id === member.sourceId))
    .map((group) => groupPath(state, group));
  return {
    sub_legacy: keyedDigest(state.secret, String(user.id)),
    ...emailClaims(user, scopes),
    groups_direct: direct,
  };
}

function emailClaims(user: UserRecord, scopes: readonly string[]) {
  return scopes.includes('email') ? { email: user.email, email_verified: true } : {};
}

/** `GET /oauth/userinfo`. `groups` are all the person is in, inherited ones too. */
export function userInfo(instance: Instance, user: UserRecord, scopes: readonly string[]) {
  const { state } = instance.store;
  const memberships = state.groups
    .map((group) => ({ path: groupPath(state, group), level: groupAccess(state, user, group) }))
    .filter((group) => group.level > 0);
  const withLevel = (level: number) => memberships.filter((group) => group.level === level).map((group) => group.path);
  const roles = Object.entries({ owner: 50, maintainer: 40, developer: 30 })
    .map(([role, level]) => [`https://gitlab.org/claims/groups/${role}`, withLevel(level)] as const)
    .filter(([, paths]) => paths.length > 0);
  return {
    sub: String(user.id),
    sub_legacy: keyedDigest(state.secret, String(user.id)),
    name: user.name,
    nickname: user.username,
    preferred_username: user.username,
    ...emailClaims(user, scopes),
    profile: userUrl(instance, user),
    picture: null,
    groups: memberships.map((group) => group.path),
    ...Object.fromEntries(roles),
  };
}
