import { ROLES, type Role } from './actor.ts';

/** Which groups give which role; `*` stands for everyone who can sign in. */
export type RoleMapping = Partial<Record<Role, string[]>>;

/**
 * The highest role that any of the groups gives, or null when none does: then the person may not come in.
 * Groups are compared whole, as the forge spells them; a mapping for `team` does not cover `team/sub`.
 */
export function roleOf(groups: readonly string[], mapping: RoleMapping): Role | null {
  for (const role of ROLES.toReversed()) {
    const wanted = mapping[role] ?? [];
    if (wanted.some((group) => group === '*' || groups.includes(group))) {
      return role;
    }
  }
  return null;
}
