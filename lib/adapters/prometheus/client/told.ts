import { type KnownPlaces, type PlaceClues, placeOf } from '#lib/domain/gpu/metric-place.ts';
import type { Series } from './client.ts';

/**
 * One set of series that belong together, as one scrape of one exporter by one Prometheus told them. Pairs of Prometheus
 * for high availability, and exporters with a label for each user of a card, tell the same thing several times.
 */
export type Told<Field extends string> = {
  key: string;
  /** When it was measured, in ms since 1970. */
  at: number;
  figures: Partial<Record<Field, number | null>>;
};

/** Two scrapes of one thing that are further apart are of different moments, and are not mixed. */
const ONE_MOMENT_MS = 60_000;

/**
 * What a set of series has in common: every label but those that are told with one of them alone. Made for each of some
 * thousand series at every poll, so without a list of pairs in between.
 */
export function keyOf(labels: Series['labels'], apart: readonly string[] = []): string {
  let key = '';
  for (const name of Object.keys(labels).sort()) {
    if (name !== '__name__' && !apart.includes(name)) {
      key += `${name}\u0000${labels[name]}\u0000`;
    }
  }
  return key;
}

/**
 * The figures of the newest, and what it lacks from others of the same moment. Nothing is ever added up, and figures that
 * say something together, such as a part and its whole, are taken from one set, whose time is that of the whole.
 */
export function newestOf<Field extends string>(
  told: readonly Told<Field>[],
  together: readonly NoInfer<Field>[],
): Omit<Told<Field>, 'key'> {
  const sorted = told.toSorted((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1));
  const newestAt = sorted[0]?.at ?? 0;
  const ofNow = sorted.filter(({ at }) => newestAt - at <= ONE_MOMENT_MS);
  const known = ({ figures }: Told<Field>) => together.filter((field) => (figures[field] ?? null) !== null).length;
  // Sorting keeps the order of equals: of those that know as much, the newest.
  const [fullest] = ofNow.toSorted((a, b) => known(b) - known(a));
  const figures: Told<Field>['figures'] = {};
  for (const field of together) {
    figures[field] = fullest?.figures[field] ?? null;
  }
  for (const one of ofNow) {
    for (const [field, value] of Object.entries(one.figures) as [Field, number | null][]) {
      if (!together.includes(field)) {
        figures[field] ??= value;
      }
    }
  }
  return { at: fullest?.at ?? newestAt, figures };
}

/** The machine that labels speak of; `named` is what else is known of its name. */
export function machineOf(
  { labels }: Pick<Series, 'labels'>,
  places: KnownPlaces,
  named: string[] = [],
): string | null {
  const { node, kubernetes_node, Hostname, instance } = labels;
  const hosts = [node, kubernetes_node, ...named, Hostname, instance].filter(
    (host) => host !== undefined && host !== '',
  );
  return placeOf({ hosts, pods: podsOf(labels) } as PlaceClues, places);
}

/** `exported_` is what an exporter said itself, where Prometheus uses the label for the exporter's own pod. */
function podsOf({ namespace, pod, exported_namespace, exported_pod }: Series['labels']): PlaceClues['pods'] {
  return [
    { namespace, name: pod },
    { namespace: exported_namespace, name: exported_pod },
  ].filter((one): one is { namespace: string; name: string } => Boolean(one.namespace) && Boolean(one.name));
}
