export type HealthStatus = 'Healthy' | 'Suspended' | 'Progressing' | 'Missing' | 'Degraded' | 'Unknown';
export type Health = { status: HealthStatus; message?: string };

/** From best to worst: gitops-engine/pkg/health/health.go, healthOrder. */
const ORDER: readonly HealthStatus[] = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'];

export function isWorse(current: HealthStatus, next: HealthStatus): boolean {
  return ORDER.indexOf(next) > ORDER.indexOf(current);
}
