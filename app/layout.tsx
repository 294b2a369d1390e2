import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readTheme, THEME_COOKIE, themeAttribute } from '#components/shell/theme/theme.ts';
import { fontClassNames } from './fonts/fonts.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Portolan', template: '%s · Portolan' },
  description: 'The developer portal of this platform',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" className={fontClassNames} data-theme={themeAttribute(theme)}>
      <body>{children}</body>
    </html>
  );
}
