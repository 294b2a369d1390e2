import type { CardMetrics } from '../card-metrics.ts';
import { measuredCards } from './measured-cards.ts';
import type { ModelInVram, VramBook } from './vram.ts';
import { warningsOf } from './vram-warnings.ts';

/** A model server that is not known to be in the cluster. */
export type OutsideServer = {
  /** Host name or address that it is reached at. */
  host: string;
  /** Of its cards together, where the configuration says; 0 is no card. */
  vramBytes: number | null;
  models: readonly ModelInVram[];
};

/**
 * Machines with cards outside of the cluster: where model servers answer, and where cards were measured.
 * @param measured cards on machines that are no nodes of the cluster
 */
export function outsideBooks(servers: readonly OutsideServer[], measured: readonly CardMetrics[]): VramBook[] {
  const hosts = [...new Set([...servers.map(({ host }) => host), ...measured.map(({ node }) => node)])];
  return hosts.sort().flatMap((host) => {
    const here = servers.filter((server) => server.host === host);
    const cards = measured.filter(({ node }) => node === host);
    const said = here.flatMap(({ vramBytes }) => vramBytes ?? []);
    const hasNoCard = cards.length === 0 && said.length > 0 && said.every((bytes) => bytes === 0);
    return hasNoCard ? [] : [bookOf(host, here, cards, Math.max(...said))];
  });
}

function bookOf(
  id: string,
  servers: readonly OutsideServer[],
  measured: readonly CardMetrics[],
  said: number,
): VramBook {
  const { totalBytes, usedBytes, measuredAt, cards } = measuredCards(measured);
  const book = {
    id,
    isNode: false,
    // Servers of one machine share its cards: the largest is the machine's.
    totalBytes: said > 0 ? said : totalBytes,
    whence:
      said > 0
        ? 'as models[].vram of the configuration says'
        : totalBytes === null
          ? UNKNOWN
          : 'as the driver measured it',
    usedBytes,
    measuredAt,
    cards,
    models: servers.flatMap(({ models }) => models),
    needs: [],
  };
  return { ...book, warnings: warningsOf(book, null) };
}

const UNKNOWN = 'models[].vram of the configuration does not say it, and nothing measures it';
