'use client';

import { announce } from '#components/ui/announcements.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import type { IconName } from '#components/ui/icon-paths.ts';
import { Menu, MenuHeading, MenuItem, MenuLink, MenuSeparator } from '#components/ui/menu.tsx';
import { endSession } from './end-session.ts';
import { showOverlay } from './overlay-store.ts';
import type { ThemeChoice } from './theme/theme.ts';
import { THEMES } from './theme/themes.ts';
import { useTheme } from './theme/use-theme.ts';

export type ShellUser = {
  name: string;
  username: string;
  role: string;
  /** Pages about them rather than about the platform. */
  links: readonly { href: string; icon: IconName; label: string }[];
};

export type UserMenuProps = {
  user: ShellUser;
  theme: ThemeChoice;
  /** Where `POST {everywhere}` ends the session. */
  endSessionUrl: string;
  side: 'above' | 'below-end';
  /** Shows the name and the role beside the initials. */
  isWide?: boolean;
};

/** Who is signed in and as what; theme, keys, and the ways out. */
export function UserMenu({ user, theme, endSessionUrl, side, isWide }: UserMenuProps) {
  const [chosen, choose] = useTheme(theme);
  const { links } = user;
  const leave = async (everywhere: boolean) => {
    const problem = await endSession({ url: endSessionUrl, everywhere });
    if (problem !== null) {
      announce(`You are still signed in: ${problem} Try again.`, { tone: 'bad' });
    }
  };
  return (
    <Menu
      label={isWide ? 'Account and settings' : `${user.name}, ${user.role}: account and settings`}
      side={side}
      triggerClassName="flex min-h-8 min-w-0 items-center gap-2 rounded-md px-1.5 text-start hover:bg-hover"
      trigger={
        <>
          <Avatar name={user.name} />
          {isWide && (
            <span className="min-w-0">
              <span className="block truncate text-sm leading-4">{user.name}</span>
              <span className="block truncate text-muted text-xs leading-4">{user.role}</span>
            </span>
          )}
        </>
      }
    >
      <MenuHeading>
        Signed in as <span className="text-ink">{user.username}</span>, {user.role}
      </MenuHeading>
      <MenuSeparator />
      {THEMES.map(({ choice, label, icon }) => (
        <MenuItem key={choice} icon={icon} checked={choice === chosen} onSelect={() => choose(choice)}>
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      {links.map(({ href, icon, label }) => (
        <MenuLink key={href} href={href} icon={icon}>
          {label}
        </MenuLink>
      ))}
      <MenuItem icon="keyboard" onSelect={() => showOverlay('shortcuts')}>
        Keys
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon="signOut" onSelect={() => void leave(false)}>
        Sign out
      </MenuItem>
      <MenuItem icon="signOut" danger onSelect={() => void leave(true)}>
        Sign out everywhere
      </MenuItem>
    </Menu>
  );
}
