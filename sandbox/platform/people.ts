/** Somebody who can sign in to the sandbox. */
export type SeedPerson = {
  username: string;
  name: string;
  email: string;
  isAdministrator: boolean;
  /** Full paths of the groups. */
  groups: string[];
};

export const DEVELOPERS_GROUP = 'platform/developers';
export const REVIEWERS_GROUP = 'platform/reviewers';
export const ADMINS_GROUP = 'platform/admins';

export const SEED_PEOPLE: readonly SeedPerson[] = [
  {
    username: 'dana',
    name: 'Dana Devlin',
    email: 'dana@homelab.local',
    isAdministrator: false,
    groups: [DEVELOPERS_GROUP],
  },
  {
    username: 'rui',
    name: 'Rui Reyes',
    email: 'rui@homelab.local',
    isAdministrator: false,
    groups: [DEVELOPERS_GROUP, REVIEWERS_GROUP],
  },
  {
    username: 'ada',
    name: 'Ada Adeyemi',
    email: 'ada@homelab.local',
    isAdministrator: true,
    groups: [DEVELOPERS_GROUP, REVIEWERS_GROUP, ADMINS_GROUP],
  },
  {
    username: 'vic',
    name: 'Vic Varela',
    email: 'vic@homelab.local',
    isAdministrator: false,
    groups: [],
  },
];
