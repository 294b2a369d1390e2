import type { CardMetrics } from '../card-metrics.ts';
import type { MeasuredCard } from './vram.ts';

const MIB = 1024 ** 2;

export type Measured = {
  usedBytes: number | null;
  totalBytes: number | null;
  measuredAt: number | null;
  cards: MeasuredCard[];
  /** Cards that anything was told of, of the whole or of its parts. */
  cardCount: number;
};

/**
 * The cards of one machine with their sums. Parts of a card are in the whole already, so they count only where their
 * card was not measured as a whole; a sum with an unknown in it is unknown.
 * @param cards what a metrics source told of this machine
 */
export function measuredCards(cards: readonly CardMetrics[]): Measured {
  const wholes = new Set(cards.filter(({ instance }) => instance === null).map(cardKey));
  const counted = cards
    .filter((card) => card.instance === null || !wholes.has(cardKey(card)))
    .map(toMeasured)
    .toSorted(byLabel);
  return {
    cards: counted,
    cardCount: new Set(cards.map(cardKey)).size,
    usedBytes: sumOf(counted.map(({ usedMiB }) => usedMiB)),
    totalBytes: sumOf(counted.map(({ totalMiB }) => totalMiB)),
    measuredAt: counted.length === 0 ? null : Math.min(...counted.map(({ asOf }) => asOf)),
  };
}

/** What a card and its parts have in common. */
function cardKey({ uuid, index }: CardMetrics): string {
  return uuid || `${index}`;
}

function toMeasured({ index, instance, usedMiB, freeMiB, ...card }: CardMetrics): MeasuredCard {
  const { id, product, utilPercent, tempC, powerW, xid, asOf } = card;
  const totalMiB = usedMiB === null || freeMiB === null ? null : usedMiB + freeMiB;
  return {
    id,
    label: index === null ? '' : `card ${index}`,
    product,
    profile: instance?.profile ?? '',
    usedMiB,
    totalMiB,
    utilPercent,
    tempC,
    powerW,
    xid,
    asOf,
  };
}

function byLabel(a: MeasuredCard, b: MeasuredCard): number {
  return a.label.localeCompare(b.label, 'en', { numeric: true }) || (a.id < b.id ? -1 : 1);
}

function sumOf(figures: readonly (number | null)[]): number | null {
  return figures.length === 0
    ? null
    : figures.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one * MIB), 0);
}
