import type { ApiCall } from '../../rest/call.ts';
import { findUser, userById } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';

/** A person as they stand in everything else. */
export function renderUser(call: ApiCall, { id, login, isOrganization }: UserRecord) {
  return {
    login,
    id,
    avatar_url: `${call.webUrl}/avatars/u/${id}?v=4`,
    url: `${call.apiUrl}/users/${login}`,
    html_url: `${call.webUrl}/${login}`,
    type: isOrganization ? 'Organization' : 'User',
    site_admin: false,
  };
}

export function renderUserById(call: ApiCall, id: number | null) {
  const state = call.forge?.store.state;
  return id === null || state === undefined ? null : renderUser(call, userById(state, id));
}

/** Whose token it is. A GitHub without code knows people by nothing but their tokens. */
export function renderSelf(call: ApiCall) {
  const { forge, bearer } = call;
  const user = forge === null ? null : findUser(forge.store.state, bearer.login);
  return user === null
    ? { login: bearer.login, id: 1, type: 'User' }
    : { ...renderUser(call, user), name: user.name === '' ? null : user.name, email: user.email };
}
