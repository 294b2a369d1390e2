import type { Clock } from '#lib/ports/clock.ts';
import type { AccessOptions, AccessSource } from './access.ts';
import { createDirectAccess, createInClusterAccess } from './direct-access.ts';
import { createKubeconfigAccess } from './kubeconfig-access.ts';

/** @param provider the connection's id, for errors */
export function openAccess(options: AccessOptions, provider: string, clock: Pick<Clock, 'now'>): AccessSource {
  if ('path' in options) {
    return createKubeconfigAccess({ ...options, provider, clock });
  }
  if ('inCluster' in options) {
    return createInClusterAccess({ ...options, provider, clock });
  }
  return createDirectAccess({ ...options, provider, clock });
}
