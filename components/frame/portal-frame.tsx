'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { setServerNow } from '#components/patterns/time/ticker.ts';
import { AppShell } from '#components/shell/app-shell.tsx';
import type { Area } from '#components/shell/area.ts';
import { PaletteHost } from '#components/shell/palette/palette-host.tsx';
import type { ThemeChoice } from '#components/shell/theme/theme.ts';
import type { ShellUser } from '#components/shell/user-menu.tsx';
import { LiveProvider } from '#lib/browser/live/live-provider.tsx';
import { useView } from '#lib/browser/view/use-view.ts';
import type { Frame } from '#lib/views/_shared/frame.ts';
import { FrameStatus } from './frame-status.tsx';
import { createFinder } from './palette-items.ts';
import { waitingQuery } from './waiting-query.ts';

type PortalFrameProps = { frame: Frame; theme: ThemeChoice; children: ReactNode };

/** The shell with what is live in it: how fresh everything is, and how many changes wait for this person. */
export function PortalFrame(props: PortalFrameProps) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 2, refetchOnWindowFocus: false } } }),
  );
  useState(() => setServerNow(props.frame.now));
  return (
    <QueryClientProvider client={client}>
      <LiveProvider url="/api/live">
        <FramedPage {...props} />
      </LiveProvider>
    </QueryClientProvider>
  );
}

function FramedPage({ frame, theme, children }: PortalFrameProps) {
  const { viewer, role, may } = frame;
  const query = useMemo(() => waitingQuery(viewer), [viewer]);
  const waiting = useView(query, frame.waiting).data.ids.length;
  const areas = useMemo(() => areasFor(may, waiting), [may, waiting]);
  const user = useMemo(
    () => ({ name: viewer.name, username: viewer.username, role, links: linksFor(may) }),
    [viewer, role, may],
  );
  const findAnything = useMemo(() => createFinder(areasFor(may, 0)), [may]);
  return (
    <AppShell
      areas={areas}
      user={user}
      theme={theme}
      sandboxUrl={frame.sandboxUrl}
      status={<FrameStatus initial={frame.sources} />}
      palette={<PaletteHost provider={findAnything} />}
    >
      {children}
    </AppShell>
  );
}

/** What belongs to the person, beside the areas. */
function linksFor(may: Frame['may']): ShellUser['links'] {
  return [
    ...(may.link ? [{ href: '/accounts', icon: 'user' as const, label: 'Accounts' }] : []),
    ...(may.ask ? [{ href: '/tokens', icon: 'lock' as const, label: 'Tokens' }] : []),
    { href: '/docs', icon: 'file' as const, label: 'API' },
  ];
}

/** Areas that exist for this person; nothing that would lead to a closed door. */
function areasFor(may: Frame['may'], waiting: number): Area[] {
  return [
    { id: 'overview', label: 'Overview', href: '/', icon: 'overview', key: 'o' },
    { id: 'waves', label: 'Waves', href: '/waves', icon: 'waves', key: 'w' },
    ...(may.propose ? [{ id: 'new', label: 'New', href: '/new', icon: 'templates' as const, key: 'n' }] : []),
    ...(may.ask ? [{ id: 'ask', label: 'Ask', href: '/ask', icon: 'ai' as const, key: 'a' }] : []),
    {
      id: 'changes',
      label: 'Changes',
      href: '/changes',
      icon: 'changes',
      key: 'c',
      count: waiting,
      countLabel: waiting === 1 ? 'change waits for you' : 'changes wait for you',
    },
    { id: 'gpu', label: 'GPU', href: '/gpu', icon: 'gpu', key: 'g' },
    { id: 'models', label: 'Models', href: '/models', icon: 'models', key: 'm' },
    { id: 'runners', label: 'Runners', href: '/runners', icon: 'runners', key: 'r' },
    ...(may.connections
      ? [{ id: 'connections', label: 'Connections', href: '/connections', icon: 'connections' as const, key: 's' }]
      : []),
    ...(may.audit ? [{ id: 'audit', label: 'Audit log', href: '/audit', icon: 'audit' as const, key: 'l' }] : []),
  ];
}
