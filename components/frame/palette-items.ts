import type { Area } from '#components/shell/area.ts';
import type { PaletteItem } from '#components/shell/palette/palette-item.ts';
import type { Findable, PaletteProvider } from '#components/shell/palette/use-palette-items.ts';
import { hasData, isWell } from '#lib/domain/source/source.ts';
import { fetchView } from '#lib/views/_shared/fetch-view.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import type { SearchData, SearchItem } from '#lib/views/search/item.ts';

const ICONS = {
  Applications: 'applications',
  Changes: 'changes',
  Machines: 'gpu',
  Models: 'models',
  Pods: 'pod',
  Runners: 'runners',
  Templates: 'templates',
} as const satisfies Record<SearchItem['group'], PaletteItem['icon']>;

/** Gives everything the palette can go to, read when it is opened: the pages that this person has, and what is found. */
export function createFinder(areas: readonly Area[]): PaletteProvider {
  const pages = areas.map(
    ({ id, label, href, icon }): PaletteItem => ({ id: `page:${id}`, label, href, group: 'Pages', icon }),
  );
  return {
    async all(signal) {
      const { items, unknown } = toFindable(await fetchView<SearchData>('search', {}, signal));
      return { items: [...pages, ...items], unknown };
    },
    async matching(text, signal) {
      return toFindable(await fetchView<SearchData>('pod-search', { text: text.slice(0, MOST_LETTERS) }, signal));
    },
  };
}

const MOST_LETTERS = 100;

export function toFindable({ data, sources }: Pick<ViewResult<SearchData>, 'data' | 'sources'>): Findable {
  const items = data.items.map(
    ({ group, label, detail, href }): PaletteItem => ({
      // Several pods lead to the same page.
      id: group === 'Pods' ? `${href}#${encodeURIComponent(`${label} ${detail}`)}` : href,
      label,
      href,
      group,
      hint: detail,
      icon: ICONS[group],
    }),
  );
  const unknown = sources.filter((source) => !hasData(source) && !isWell(source)).map(({ label }) => label);
  return { items, unknown };
}
