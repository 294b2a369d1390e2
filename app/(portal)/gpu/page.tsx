import { Problem } from '#components/frame/problem.tsx';
import { GpuPage } from '#components/gpu/gpu-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { parseGpuAddress } from '#lib/views/gpu/gpu-params.ts';
import { gpuView } from '#lib/views/gpu/read.ts';

export const metadata = { title: 'GPU' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const entries = Object.entries(query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const context = await requirePageUser('/gpu', query);
  const params = parseGpuAddress(new URLSearchParams(entries));
  const view = await readPageView(context, gpuView, params);
  return 'problem' in view ? <Problem {...view.problem} /> : <GpuPage initial={view.result} params={params} />;
}
