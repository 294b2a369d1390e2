import type { Instance } from '../instance.ts';
import { membershipsOf } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

/** Gitea calls itself by its address with the slash at its end, Forgejo without. */
export function issuerOf({ url, version }: Instance): string {
  return version.includes('+gitea-') ? url : `${url}/`;
}

const displayNameOf = ({ fullName, login }: UserRecord) => (fullName === '' ? login : fullName);
const avatarOf = ({ url }: Instance, { id }: UserRecord) => `${url}/avatars/${id}`;

/** `org` and `org:team`, the team in small letters; null for nobody's, as Go writes a list that is not there. */
function groupsOf({ store: { state } }: Instance, user: UserRecord): string[] | null {
  const groups = membershipsOf(state, user).flatMap(({ organization: { login }, teams }) => [
    login,
    ...teams.map((team) => `${login}:${team.toLowerCase()}`),
  ]);
  return groups.length === 0 ? null : groups;
}

/** `GET /login/oauth/userinfo`: all of it, whatever the scopes are (routers/web/auth/oauth2_provider.go). */
export function userInfo(instance: Instance, user: UserRecord): Record<string, unknown> {
  return {
    sub: String(user.id),
    name: displayNameOf(user),
    preferred_username: user.login,
    email: user.email,
    picture: avatarOf(instance, user),
    groups: groupsOf(instance, user),
  };
}

/** What ID tokens hold of a person, by the scopes. */
export function idTokenClaims(
  instance: Instance,
  user: UserRecord,
  scopes: readonly string[],
): Record<string, unknown> {
  const groups = groupsOf(instance, user);
  return {
    ...(scopes.includes('profile')
      ? {
          name: displayNameOf(user),
          preferred_username: user.login,
          profile: `${instance.url}/${user.login}`,
          picture: avatarOf(instance, user),
          updated_at: Math.floor(user.createdAt / 1000),
        }
      : {}),
    ...(scopes.includes('email') ? { email: user.email, email_verified: true } : {}),
    ...(scopes.includes('groups') && groups !== null ? { groups } : {}),
  };
}
