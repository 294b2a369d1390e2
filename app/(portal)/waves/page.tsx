import { Problem } from '#components/frame/problem.tsx';
import { WavesPage } from '#components/waves/waves-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { parseSelection } from '#lib/views/applications/selection-params.ts';
import { wavesView } from '#lib/views/waves/read.ts';

export const metadata = { title: 'Waves' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const entries = Object.entries(query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const context = await requirePageUser('/waves', query);
  const view = await readPageView(context, wavesView, parseSelection(new URLSearchParams(entries)));
  return 'problem' in view ? (
    <Problem {...view.problem} />
  ) : (
    <WavesPage key={view.result.data.key} initial={view.result} />
  );
}
