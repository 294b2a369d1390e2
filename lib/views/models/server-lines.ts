import type { DriftRow, EndpointRow } from './endpoint-rows.ts';

/** A model server in a line. */
export type ServerLine = {
  id: string;
  label: string;
  /** Of its freshness. */
  source: string;
  /** null until it answered for the first time. */
  held: { loaded: number; installed: number } | null;
  /** How much is not as git says; null where nothing can be compared. */
  drift: number | null;
};

/** With so many servers each is shown whole at once. */
export const FEW_SERVERS = 2;
/** Of more servers each tells the worst of its drift, until one of them is chosen. */
const DRIFT_OF_MANY = 5;

export function toServerLine({ id, label, source, held, drift }: EndpointRow): ServerLine {
  return {
    id,
    label,
    source,
    held: held === null ? null : { loaded: held.loaded.length, installed: held.installed },
    drift: drift?.total ?? null,
  };
}

/** The servers that the address is about: the one that is chosen, else all. */
export function chosenServers<Server extends { id: string }>(servers: readonly Server[], chosen: string): Server[] {
  const found = servers.filter(({ id }) => id === chosen);
  return found.length > 0 ? found : [...servers];
}

/** What of its drift a server shows beside so many others. */
export function shownDrift({ drift }: Pick<EndpointRow, 'drift'>, servers: number): readonly DriftRow[] {
  return drift === null ? [] : drift.rows.slice(0, servers > FEW_SERVERS ? DRIFT_OF_MANY : drift.rows.length);
}
