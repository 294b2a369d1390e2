'use client';

import { useMemo } from 'react';
import { useAddressState } from '#components/frame/use-address-state.ts';

export type ApplicationLook = 'order' | 'tree';

type Address = { show: ApplicationLook };

/** Whether the resources stand in the order of the sync or as a tree, kept in the address of the page. */
export function useApplicationLook(id: string) {
  const codec = useMemo(
    () => ({
      path: `/applications/${id}`,
      parse: (params: URLSearchParams): Address => ({ show: params.get('show') === 'tree' ? 'tree' : 'order' }),
      format: ({ show }: Address) => (show === 'tree' ? '?show=tree' : ''),
      typed: 'show' as const,
    }),
    [id],
  );
  return useAddressState<Address>(codec);
}
