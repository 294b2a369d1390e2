'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useTransition } from 'react';

/** Goes to a page of the portal without a link; the second value is true until that page is there. */
export function useGo(): [(href: string) => void, boolean] {
  const router = useRouter();
  const [isGoing, startGoing] = useTransition();
  const go = useCallback((href: string) => startGoing(() => router.push(href)), [router]);
  return [go, isGoing];
}
