import { ACCESS_FAULTS } from './access-faults.ts';
import type { ForgeFault } from './forge-fault.ts';
import { LOOKING_FAULTS } from './looking-faults.ts';
import { MERGING_FAULTS } from './merging-faults.ts';
import { OPENING_FAULTS } from './opening-faults.ts';

/** Everything that can go wrong on a forge's side between the form and the merge. */
export const FORGE_FAULTS: readonly ForgeFault[] = [
  ...OPENING_FAULTS,
  ...ACCESS_FAULTS,
  ...LOOKING_FAULTS,
  ...MERGING_FAULTS,
];
