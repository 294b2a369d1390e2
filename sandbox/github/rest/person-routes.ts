import { renderSelf } from '../forge/render/user.ts';
import { ApiError } from './api-error.ts';
import { type ApiCall, type ApiRoute, paged } from './call.ts';

/** Who a token is of, and where they are members. */
export const PERSON_ROUTES: readonly ApiRoute[] = [
  [
    'GET',
    '/user',
    (call) => {
      const { bearer, people, apiUrl, webUrl } = call;
      const person = people.byLogin(bearer.login);
      return person === null
        ? { body: renderSelf(call) }
        : {
            body: {
              login: person.login,
              id: person.id,
              avatar_url: `${webUrl}/avatars/u/${person.id}`,
              url: `${apiUrl}/users/${person.login}`,
              html_url: `${webUrl}/${person.login}`,
              type: 'User',
              site_admin: false,
              name: person.name,
              email: null,
            },
          };
    },
  ],
  [
    'GET',
    '/user/orgs',
    (call, context) => {
      requireOrganizations(call, 'You need at least read:org scope or user scope to list your organizations.');
      const { bearer, people, apiUrl } = call;
      return paged(call, context, null, people.organizationsOf(bearer.login), (login) => ({
        login,
        url: `${apiUrl}/orgs/${login}`,
        description: '',
      }));
    },
  ],
  [
    'GET',
    '/user/teams',
    (call, context) => {
      requireOrganizations(call, 'Must have at least read:org scope to list your teams.');
      const { bearer, people, apiUrl } = call;
      return paged(call, context, null, people.teamsOf(bearer.login), ({ organization, slug }) => ({
        name: slug,
        slug,
        privacy: 'closed',
        permission: 'pull',
        url: `${apiUrl}/orgs/${organization}/teams/${slug}`,
        organization: { login: organization, url: `${apiUrl}/orgs/${organization}` },
      }));
    },
  ],
];

/** Tokens that nobody signed in for have no scopes here, and may as far as this goes. */
function requireOrganizations({ bearer: { scopes } }: ApiCall, message: string): void {
  if (scopes !== undefined && !['read:org', 'write:org', 'admin:org', 'user'].some((scope) => scopes.includes(scope))) {
    throw new ApiError(403, message, {
      'x-oauth-scopes': scopes.join(', '),
      'x-accepted-oauth-scopes': 'admin:org, read:org, repo, user, write:org',
    });
  }
}
