import { HEALTH_CHECK_REPAIR } from './health-check.ts';
import type { Repair } from './repair.ts';
import { REVERT } from './revert.ts';

const REPAIRS: readonly Repair[] = [HEALTH_CHECK_REPAIR, REVERT];

/** The repair of this id, which stands where else the id of a template does; undefined for any other. */
export function repairOf(id: string): Repair | undefined {
  return REPAIRS.find(({ template }) => template.id === id);
}
