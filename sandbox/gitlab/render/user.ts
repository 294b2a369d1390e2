import type { Instance } from '../instance.ts';
import { userById } from '../state/lookup.ts';
import type { UserRecord } from '../state/model.ts';
import { isoDate, isoTime, isoTimeOrNull } from './time.ts';

export function userUrl(instance: Instance, user: UserRecord): string {
  return `${instance.url}/${user.username}`;
}

/** The short form that stands wherever a person is named. */
export function renderUser(instance: Instance, user: UserRecord) {
  return {
    id: user.id,
    username: user.username,
    name: user.name,
    state: user.isBlocked ? 'blocked' : 'active',
    locked: false,
    avatar_url: null,
    web_url: userUrl(instance, user),
  };
}

export function renderUserById(instance: Instance, id: number | null) {
  return id === null ? null : renderUser(instance, userById(instance.store.state, id));
}

/** `GET /users/:id` as everybody sees it. */
export function renderProfile(instance: Instance, user: UserRecord) {
  return {
    ...renderUser(instance, user),
    created_at: isoTime(user.createdAt),
    bio: '',
    location: '',
    public_email: null,
    linkedin: '',
    twitter: '',
    discord: '',
    website_url: '',
    organization: '',
    job_title: '',
    pronouns: null,
    bot: false,
    work_information: null,
    followers: 0,
    following: 0,
    is_followed: false,
    local_time: null,
  };
}

/** `GET /user`, and what administrators see of others. */
export function renderAccount(instance: Instance, user: UserRecord, forAdmin: boolean) {
  return {
    ...renderProfile(instance, user),
    last_sign_in_at: isoTimeOrNull(user.lastSignInAt),
    confirmed_at: isoTime(user.createdAt),
    last_activity_on: isoDate(user.lastSignInAt ?? user.createdAt),
    email: user.email,
    theme_id: 3,
    color_scheme_id: 1,
    projects_limit: 100_000,
    current_sign_in_at: isoTimeOrNull(user.lastSignInAt),
    identities: [],
    can_create_group: true,
    can_create_project: true,
    two_factor_enabled: false,
    external: false,
    private_profile: false,
    commit_email: user.email,
    ...(forAdmin || user.isAdmin ? { is_admin: user.isAdmin, note: null } : {}),
  };
}

/** The person in webhook payloads; addresses are redacted. */
export function renderHookUser(user: UserRecord) {
  return { id: user.id, name: user.name, username: user.username, avatar_url: null, email: '[REDACTED]' };
}
