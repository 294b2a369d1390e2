import { safeHref } from '#components/ui/safe-href.ts';

/** Leaves for the address that the portal says. Throws TypeError for one that is none. */
export function goTo(address: string): void {
  const target = safeHref(address);
  if (target.kind === 'refused') {
    throw new TypeError('the sign-in leads to an address that is none');
  }
  window.location.assign(target.href);
}
