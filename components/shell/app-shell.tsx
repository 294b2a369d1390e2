import type { ReactNode } from 'react';
import { Announcer } from '#components/ui/announcer.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Link } from '#components/ui/link.tsx';
import type { Area } from './area.ts';
import { Logo } from './logo.tsx';
import { BarLinks, SideLinks } from './nav-links.tsx';
import { SearchButton } from './search-button.tsx';
import { ShellKeys } from './shortcuts/shell-keys.tsx';
import type { ThemeChoice } from './theme/theme.ts';
import { type ShellUser, UserMenu } from './user-menu.tsx';

export type AppShellProps = {
  /** What there is; the first is the overview. */
  areas: readonly Area[];
  user: ShellUser;
  /** From the cookie `THEME_COOKIE`, read with `readTheme`. */
  theme: ThemeChoice;
  /** Where a pretended platform can be broken and mended; a strip on every page says that it is one and leads there. */
  sandboxUrl?: string | null;
  /** How fresh the live data is; stands in the sidebar and in the narrow head. */
  status?: ReactNode;
  /** `PaletteHost` with its provider. */
  palette?: ReactNode;
  endSessionUrl?: string;
  children: ReactNode;
};

function SandboxStrip({ url }: { url: string }) {
  return (
    <aside
      aria-label="Sandbox"
      className="sandbox-strip sticky top-0 z-40 flex h-7 items-center justify-center gap-1.5 bg-warn-soft px-4 text-warn text-xs"
    >
      <Icon name="sandbox" size={14} />
      <span className="truncate">
        Connected to a sandbox<span className="max-sm:hidden">: nothing you do here reaches a real platform</span>
      </span>
      <Link href={url} look="plain" className="-my-1 flex-none rounded-sm py-1 underline underline-offset-2">
        Break it
      </Link>
    </aside>
  );
}

type Parts = Required<Pick<AppShellProps, 'user' | 'theme' | 'endSessionUrl'>> & Pick<AppShellProps, 'status'>;

function HomeLink({ className }: { className: string }) {
  return (
    <Link href="/" look="plain" aria-label="Portolan, overview" className={className}>
      <Logo />
    </Link>
  );
}

function NarrowHead({ user, theme, status, endSessionUrl }: Parts) {
  return (
    <header className="sticky top-(--strip-height) z-30 flex h-12 items-center gap-2 border-line border-b bg-canvas px-4 md:hidden">
      <HomeLink className="me-auto flex-none" />
      {status}
      <SearchButton isSmall />
      <UserMenu user={user} theme={theme} endSessionUrl={endSessionUrl} side="below-end" />
    </header>
  );
}

function Sidebar({ areas, user, theme, status, endSessionUrl }: Parts & Pick<AppShellProps, 'areas'>) {
  return (
    <aside
      aria-label="Portal"
      className="sticky top-(--strip-height) hidden h-[calc(100dvh-var(--strip-height))] flex-col gap-3 border-line border-e p-3 md:flex"
    >
      <HomeLink className="px-2 py-1" />
      <SearchButton />
      <nav aria-label="Areas" className="min-h-0 flex-1 overflow-y-auto">
        <SideLinks areas={areas} />
      </nav>
      {status}
      <UserMenu user={user} theme={theme} endSessionUrl={endSessionUrl} side="above" isWide />
    </aside>
  );
}

/** The frame around every page: navigation, search, who is signed in, and the live regions for news. */
export function AppShell({
  areas,
  user,
  theme,
  sandboxUrl = null,
  status,
  palette,
  endSessionUrl = '/api/session/end',
  children,
}: AppShellProps) {
  return (
    <div className="shell min-h-dvh">
      <a
        href="#main"
        className="fixed start-2 -top-12 z-50 rounded-md border border-line-strong bg-raised px-3 py-2 text-sm focus:top-2"
      >
        Skip to the content
      </a>
      {sandboxUrl !== null && <SandboxStrip url={sandboxUrl} />}
      <div className="md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
        <NarrowHead user={user} theme={theme} status={status} endSessionUrl={endSessionUrl} />
        <Sidebar areas={areas} user={user} theme={theme} status={status} endSessionUrl={endSessionUrl} />
        <main id="main" tabIndex={-1} className="min-w-0 px-4 pt-4 pb-20 outline-none md:px-6 md:pt-5 md:pb-10">
          {children}
        </main>
      </div>
      <nav
        aria-label="Areas"
        className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-raised pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        <BarLinks areas={areas} />
      </nav>
      <Announcer />
      <ShellKeys areas={areas} />
      {palette}
    </div>
  );
}
