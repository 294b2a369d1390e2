import type { Area } from '#components/shell/area.ts';
import type { PaletteItem } from '#components/shell/palette/palette-item.ts';
import type { PaletteProvider } from '#components/shell/palette/use-palette-items.ts';
import { fetchView } from '#lib/views/_shared/fetch-view.ts';
import type { SearchData } from '#lib/views/search/read.ts';

const ICONS = {
  Applications: 'applications',
  Changes: 'changes',
  Models: 'models',
  Runners: 'runners',
  Templates: 'templates',
} as const;

/** Gives everything the palette can go to, read when it is opened: the pages that this person has, and what is found. */
export function createFinder(areas: readonly Area[]): PaletteProvider {
  const pages = areas.map(
    ({ id, label, href, icon }): PaletteItem => ({ id: `page:${id}`, label, href, group: 'Pages', icon }),
  );
  return async (signal) => {
    const { data } = await fetchView<SearchData>('search', {}, signal);
    const found = data.items.map(
      ({ group, label, detail, href }): PaletteItem => ({
        id: href,
        label,
        href,
        group,
        hint: detail,
        icon: ICONS[group],
      }),
    );
    return [...pages, ...found];
  };
}
