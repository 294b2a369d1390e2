import { useSyncExternalStore } from 'react';

const neverChanges = () => () => undefined;

/** False in the page as the server sends it, true once its script runs. */
export function useIsReady(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
