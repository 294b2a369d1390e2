import { Problem } from '#components/frame/problem.tsx';
import { WavesPage } from '#components/waves/waves-page.tsx';
import { readPageView, requirePageUser } from '#lib/http/page.ts';
import { formatSelection, parseSelection } from '#lib/views/applications/selection-params.ts';
import { wavesView } from '#lib/views/waves/read.ts';

export const metadata = { title: 'Waves' };

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const entries = Object.entries(await searchParams).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : [],
  );
  const selection = parseSelection(new URLSearchParams(entries));
  const context = await requirePageUser(`/waves${formatSelection(selection)}`);
  const view = await readPageView(context, wavesView, selection);
  return 'problem' in view ? <Problem {...view.problem} /> : <WavesPage initial={view.result} />;
}
