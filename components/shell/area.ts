import type { IconName } from '#components/ui/icon-paths.ts';

/** A part of the portal in the navigation. Only areas that exist are listed. */
export type Area = {
  id: string;
  label: string;
  href: string;
  icon: IconName;
  /** `g` and then this letter goes there. */
  key?: string;
  /** How many things wait there; 0 is not shown. */
  count?: number;
  /** What is counted, for screen readers: `changes wait for you`. */
  countLabel?: string;
};

/** The area that an address belongs to: the one with the longest beginning of it. */
export function areaOf<T extends Pick<Area, 'href'>>(areas: readonly T[], pathname: string): T | undefined {
  const within = areas.filter(({ href }) => pathname === href || href === '/' || pathname.startsWith(`${href}/`));
  return within.toSorted((a, b) => b.href.length - a.href.length).find(({ href }) => href !== '/' || pathname === '/');
}
