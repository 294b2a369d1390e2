import type { CardMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import type { Series } from './client.ts';
import { keyOf, machineOf, newestOf, type Told } from './told.ts';

type Field = 'usedMiB' | 'freeMiB' | 'utilPercent' | 'tempC' | 'powerW' | 'xid';

/** The series of DCGM's exporter that are read, with what a card can be: outside of it stands DCGM's "no value". */
const FIELDS: ReadonlyMap<string, { field: Field; most: number }> = new Map([
  ['DCGM_FI_DEV_FB_USED', { field: 'usedMiB', most: 2 ** 24 }],
  ['DCGM_FI_DEV_FB_FREE', { field: 'freeMiB', most: 2 ** 24 }],
  ['DCGM_FI_DEV_GPU_UTIL', { field: 'utilPercent', most: 100 }],
  ['DCGM_FI_DEV_GPU_TEMP', { field: 'tempC', most: 200 }],
  ['DCGM_FI_DEV_POWER_USAGE', { field: 'powerW', most: 10_000 }],
  ['DCGM_FI_DEV_XID_ERRORS', { field: 'xid', most: 9_999 }],
]);

export const CARD_SERIES = [...FIELDS.keys()];

/** Told with the last error alone, by newer exporters. */
const APART = ['err_code', 'err_msg'];

type Found = Omit<CardMetrics, Field | 'asOf'> & { told: Map<string, Told<Field>> };

/**
 * The cards that series of DCGM's exporter tell of, in the order of their names.
 * @param measuredAt when each set of series was measured, in ms since 1970, by `keyOf`
 */
export function toCards(
  series: readonly Series[],
  measuredAt: ReadonlyMap<string, number>,
  places: KnownPlaces,
): { cards: CardMetrics[]; homeless: number } {
  const found = new Map<string, Found>();
  // All series of a scrape of one card have the same labels: its place is looked for once.
  const cardOf = new Map<string, Found | null>();
  let homeless = 0;
  for (const one of series) {
    const known = FIELDS.get(one.labels.__name__ ?? '');
    if (known === undefined) {
      continue;
    }
    const key = keyOf(one.labels, APART);
    const seen = cardOf.get(key);
    const card = seen === undefined ? find(found, one, places) : seen;
    cardOf.set(key, card);
    if (card === null) {
      homeless += 1;
      continue;
    }
    const set = card.told.get(key) ?? { key, at: measuredAt.get(key) ?? one.at, figures: {} };
    set.figures[known.field] = one.value !== null && one.value >= 0 && one.value <= known.most ? one.value : null;
    card.told.set(key, set);
  }
  const cards = [...found.values()].map(toCard).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { cards, homeless };
}

/** The card that a series is of, put among those found where it is the first; null where it tells of none. */
function find(found: Map<string, Found>, one: Series, places: KnownPlaces): Found | null {
  const card = identityOf(one, places);
  if (card === null) {
    return null;
  }
  const known = found.get(card.id) ?? { ...card, told: new Map() };
  found.set(card.id, known);
  return known;
}

function identityOf(one: Series, places: KnownPlaces): Omit<Found, 'told'> | null {
  const { gpu = '', UUID: uuid = '', modelName: product = '', GPU_I_ID = '', GPU_I_PROFILE: profile = '' } = one.labels;
  const node = machineOf(one, places);
  const index = /^\d{1,4}$/.test(gpu) ? Number(gpu) : null;
  if (node === null || (uuid === '' && index === null)) {
    return null;
  }
  const instance = GPU_I_ID === '' ? null : { id: GPU_I_ID, profile };
  const card = `${node}/${uuid === '' ? index : uuid}`;
  return { id: instance === null ? card : `${card}/${instance.id}`, node, index, uuid, product, instance };
}

function toCard({ told, ...identity }: Found): CardMetrics {
  const { at, figures } = newestOf([...told.values()], ['usedMiB', 'freeMiB']);
  const { usedMiB = null, freeMiB = null, utilPercent = null, tempC = null, powerW = null, xid = null } = figures;
  return { ...identity, usedMiB, freeMiB, utilPercent, tempC, powerW, xid, asOf: at };
}
