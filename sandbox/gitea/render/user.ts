import type { Instance } from '../instance.ts';
import type { UserRecord } from '../state/model.ts';
import { timeOf } from './time.ts';

export function renderUser({ url }: Pick<Instance, 'url'>, user: UserRecord): Record<string, unknown> {
  return {
    id: user.id,
    login: user.login,
    login_name: '',
    source_id: 0,
    full_name: user.fullName,
    email: user.email,
    avatar_url: `${url}/avatars/${user.id}`,
    html_url: `${url}/${user.login}`,
    language: '',
    is_admin: user.isAdmin,
    created: timeOf(user.createdAt),
    restricted: false,
    active: !user.isOrganization,
    prohibit_login: false,
    visibility: 'public',
    username: user.login,
  };
}
