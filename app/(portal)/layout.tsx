import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { PortalFrame } from '#components/frame/portal-frame.tsx';
import { readTheme, THEME_COOKIE } from '#components/shell/theme/theme.ts';
import { frameOf } from '#lib/http/frame.ts';
import { currentUser } from '#lib/http/page.ts';

/** The frame around every page. Who may see what is decided by each page's view, not here. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [context, jar] = await Promise.all([currentUser(), cookies()]);
  if (context === null) {
    // The page itself sends people to the sign-in, because it knows where they wanted to go.
    return children;
  }
  return (
    <PortalFrame frame={await frameOf(context)} theme={readTheme(jar.get(THEME_COOKIE)?.value)}>
      {children}
    </PortalFrame>
  );
}
