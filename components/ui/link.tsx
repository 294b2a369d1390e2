import NextLink from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { LinkProgress } from './link-progress.tsx';
import { safeHref } from './safe-href.ts';

export type LinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  /** Any text; what is neither http(s) nor within the portal is shown as text. */
  href: string;
  children: ReactNode;
  /** `inline` stands within a sentence; `quiet` takes the colour of its surroundings; `plain` brings no style at all. */
  look?: 'accent' | 'inline' | 'quiet' | 'plain';
  /** Whether the portal fetches the page ahead of the click; off unless told, so that lists cost nothing. */
  prefetch?: boolean;
  /** Within the portal: takes the place of this page in the history. */
  replace?: boolean;
  /** Within the portal: false stays where the page is scrolled to. */
  scroll?: boolean;
};

const LOOKS = {
  accent: 'rounded-sm text-accent-text underline-offset-2 hover:underline',
  // Colour alone does not tell a link from the words around it (WCAG 1.4.1).
  inline: 'rounded-sm text-accent-text underline underline-offset-2',
  quiet: 'rounded-sm text-ink underline-offset-2 hover:underline',
  plain: '',
};

/** The one link of the portal. Links that leave it open in a new tab, send no referrer and carry a mark. */
export function Link({
  href,
  look = 'accent',
  prefetch = false,
  replace,
  scroll,
  className,
  children,
  ...rest
}: LinkProps) {
  const target = safeHref(href);
  const style = classNames(LOOKS[look], className);
  if (target.kind === 'refused') {
    return <span className={className}>{children}</span>;
  }
  if (target.kind === 'internal') {
    return (
      <NextLink href={target.href} prefetch={prefetch} replace={replace} scroll={scroll} className={style} {...rest}>
        {children}
        <LinkProgress />
      </NextLink>
    );
  }
  return (
    <a href={target.href} target="_blank" rel="noopener noreferrer external" className={style} {...rest}>
      {children}
      {look !== 'plain' && <Icon name="external" size={12} className="ms-1 inline-block align-[-1px]" />}
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
