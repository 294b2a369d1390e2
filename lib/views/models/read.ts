import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { type EndpointRow, readEndpoints } from './endpoint-rows.ts';
import { type InstalledRow, readInstalled } from './installed-row.ts';
import { INSTALLED_SORTS, selectInstalled } from './select-installed.ts';
import { chosenServers, type ServerLine, shownDrift, toServerLine } from './server-lines.ts';

/** As many servers as are drawn at first; the browser asks for the rest when it is up. */
const FIRST_SERVERS = 6;
/** As many rows as a first screen shows; the browser asks for the rest when it is up. */
const FIRST_ROWS = 20;

export type ModelsData = {
  /** All of them. */
  servers: ServerLine[];
  /** Those that are drawn first, and the one that is asked about. */
  endpoints: EndpointRow[];
  /** The first rows of the table, as the address selects and orders them. */
  rows: InstalledRow[];
  matching: number;
  total: number;
};

const ModelsParams = z.strictObject({
  search: z.string().max(200).default(''),
  server: z.string().max(350).default(''),
  /** Of the question whether something would fit. */
  asked: z.string().max(350).default(''),
  sort: z.enum(INSTALLED_SORTS).default('name'),
  descending: z.boolean().default(false),
});

/** Every model server: what it holds, what it could hold, and whether that is what git says. */
export const modelsView = defineView({
  name: 'models',
  params: ModelsParams,
  async read(context, { asked, ...selection }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const installed = readInstalled(services);
    const rows = selectInstalled(installed, selection);
    const endpoints = readEndpoints(services);
    const data: ModelsData = {
      servers: endpoints.map(toServerLine),
      endpoints: firstEndpoints(endpoints, selection.server, asked),
      rows: rows.slice(0, FIRST_ROWS),
      matching: rows.length,
      total: installed.length,
    };
    return { data, sources: services.models.map(({ source }) => source), position };
  },
});

function firstEndpoints(endpoints: readonly EndpointRow[], chosen: string, asked: string): EndpointRow[] {
  const shown = chosenServers(endpoints, chosen);
  const first = shown.slice(0, FIRST_SERVERS).map((endpoint) => {
    const { drift } = endpoint;
    return drift === null
      ? endpoint
      : { ...endpoint, drift: { ...drift, rows: [...shownDrift(endpoint, shown.length)] } };
  });
  const one = endpoints.find(({ id }) => id === asked);
  return one === undefined || first.some(({ id }) => id === asked) ? first : [...first, one];
}

/** Everything there is, for the page to choose from, search and sort in the browser. */
export type AllModelsData = { rows: InstalledRow[]; endpoints: EndpointRow[] };

/** Every installed model and every server whole: one answer, because a request takes longer than its bytes. */
export const installedModelsView = defineView({
  name: 'installed-models',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const data: AllModelsData = { rows: readInstalled(services), endpoints: readEndpoints(services) };
    return { data, sources: services.models.map(({ source }) => source), position };
  },
});
