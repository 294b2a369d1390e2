import { digestOf, hashPassword, isSame, randomToken } from '../../digest.ts';

export type SeedPerson = { login: string; name: string | null; password: string };
export type SeedOrganization = { login: string; teams: readonly { slug: string; members: readonly string[] }[] };
export type SeedApplication = {
  name: string;
  clientId: string;
  clientSecret: string;
  callbackUrl: string;
  /** Tokens of an OAuth app stay until they are taken back, those of a GitHub App end and are renewed. */
  kind: 'oauth-app' | 'github-app';
};

/** Who has an account, where they are members, and which applications they can let act for them. */
export type PeopleSeed = {
  people: readonly SeedPerson[];
  organizations: readonly SeedOrganization[];
  applications: readonly SeedApplication[];
};

export const NOBODY: PeopleSeed = { people: [], organizations: [], applications: [] };

export type Person = SeedPerson & { id: number; salt: string; hash: string };
export type Application = SeedApplication & { id: number; secretDigest: string };

/** The people of a GitHub that runs. */
export type People = {
  readonly all: readonly Person[];
  readonly applications: readonly Application[];
  byId(id: number): Person;
  byLogin(login: string): Person | null;
  /** The one whose password this is, or null. */
  withPassword(login: string, password: string): Person | null;
  organizationsOf(login: string): string[];
  teamsOf(login: string): { organization: string; slug: string }[];
  /** Puts somebody into a team, or takes them out; who is in no team is not in the organization. */
  setTeamMember(organization: string, slug: string, login: string, isMember: boolean): void;
};

const FIRST_ID = 583_231;

export function createPeople(seed: PeopleSeed): People {
  const all = seed.people.map((person, index) => {
    const salt = randomToken(8);
    return { ...person, id: FIRST_ID + index, salt, hash: hashPassword(person.password, salt) };
  });
  const applications = seed.applications.map((application, index) => ({
    ...application,
    id: index + 1,
    secretDigest: digestOf(application.clientSecret),
  }));
  const organizations = seed.organizations.map(({ login, teams }) => ({
    login,
    teams: teams.map(({ slug, members }) => ({ slug, members: new Set(members) })),
  }));
  const byLogin = (login: string) => all.find((each) => each.login.toLowerCase() === login.toLowerCase()) ?? null;
  const teamsOf = (login: string) =>
    organizations.flatMap(({ login: organization, teams }) =>
      teams.filter(({ members }) => members.has(login)).map(({ slug }) => ({ organization, slug })),
    );
  return {
    all,
    applications,
    byId(id) {
      const person = all.find((each) => each.id === id);
      if (person === undefined) {
        throw new Error(`the sandbox GitHub has no person ${id}`);
      }
      return person;
    },
    byLogin,
    withPassword(login, password) {
      const person = byLogin(login);
      return person !== null && isSame(hashPassword(password, person.salt), person.hash) ? person : null;
    },
    organizationsOf: (login) => [...new Set(teamsOf(login).map(({ organization }) => organization))],
    teamsOf,
    setTeamMember(organization, slug, login, isMember) {
      const team = organizations.find((each) => each.login === organization)?.teams.find((each) => each.slug === slug);
      if (team === undefined) {
        throw new Error(`the sandbox GitHub has no team "${organization}/${slug}"`);
      }
      team.members[isMember ? 'add' : 'delete'](login);
    },
  };
}
