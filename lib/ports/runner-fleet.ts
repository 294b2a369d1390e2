import type { FleetReading } from '#lib/domain/runner/fleet.ts';
import type { RunnerForge } from '#lib/domain/runner/runner.ts';

/** The runners of one forge, to read. It knows no way to register, change or remove one, and reads no token. */
export interface RunnerFleet {
  readonly id: string;
  readonly label: string;
  /** Whose jobs its runners take. */
  readonly forge: RunnerForge;
  /** Everything that may be seen. Throws ExternalError; a part that is refused is a gap of the reading. */
  read(signal?: AbortSignal): Promise<FleetReading>;
}
