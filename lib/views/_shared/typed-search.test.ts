import { expect, it } from 'vitest';
import { EVERYTHING } from '../applications/select-rows.ts';
import { formatSelection, parseSelection } from '../applications/selection-params.ts';
import { formatGpuAddress, parseGpuAddress } from '../gpu/gpu-params.ts';
import { ALL_MACHINES } from '../gpu/select-machines.ts';
import { formatModelsAddress, NO_QUESTION, parseModelsAddress } from '../models/models-params.ts';
import { ALL_INSTALLED } from '../models/select-installed.ts';
import { ALL_RUNNERS } from '../runners/select-rows.ts';
import { formatRunnersAddress, parseRunnersAddress } from '../runners/selection-params.ts';

/** What stands in the address after a search was typed, read back from there. */
const READ_BACK = {
  applications: (search: string) => parseSelection(query(formatSelection({ ...EVERYTHING, search }))).search,
  gpu: (search: string) => parseGpuAddress(query(formatGpuAddress({ ...ALL_MACHINES, search }))).search,
  models: (search: string) =>
    parseModelsAddress(query(formatModelsAddress({ ...ALL_INSTALLED, search, question: NO_QUESTION }))).search,
  runners: (search: string) =>
    parseRunnersAddress(query(formatRunnersAddress({ ...ALL_RUNNERS, search, question: null }))).search,
};

const query = (text: string) => new URLSearchParams(text);

/** An address that reads back as another one is taken for somebody's wish, and the field would be set to that. */
it.each(
  Object.entries(READ_BACK).flatMap(([page, readBack]) =>
    ['a ', ' a', 'a  b', ' '].map((typed) => ({ page, readBack, typed })),
  ),
)('the search of $page keeps what is typed, spaces between two words among it: $typed|', ({ readBack, typed }) => {
  expect(readBack(typed)).toBe(typed);
});
