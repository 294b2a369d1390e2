import type { ConnectionReport, Diagnosis } from '#lib/domain/connection/diagnosis.ts';

/** A connection of the configuration, and how it is looked at. */
export type Probe = Pick<ConnectionReport, 'id' | 'title' | 'address'> & { diagnose(): Promise<Diagnosis> };
