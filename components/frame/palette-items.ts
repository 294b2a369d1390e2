import type { PaletteItem } from '#components/shell/palette/palette-item.ts';
import { fetchView } from '#lib/views/_shared/fetch-view.ts';
import type { SearchData } from '#lib/views/search/read.ts';

const PAGES: PaletteItem[] = [
  { id: 'page:overview', label: 'Overview', href: '/', group: 'Pages', icon: 'overview' },
  { id: 'page:waves', label: 'Waves', href: '/waves', group: 'Pages', icon: 'waves' },
  { id: 'page:changes', label: 'Changes', href: '/changes', group: 'Pages', icon: 'changes' },
];

const ICONS = { Applications: 'applications', Changes: 'changes', Templates: 'templates' } as const;

/** Everything the palette can go to, read when it is opened. */
export async function findEverything(signal: AbortSignal): Promise<PaletteItem[]> {
  const { data } = await fetchView<SearchData>('search', {}, signal);
  return [
    ...PAGES,
    ...data.items.map(({ group, label, detail, href }) => ({
      id: href,
      label,
      href,
      group,
      hint: detail,
      icon: ICONS[group],
    })),
  ];
}
