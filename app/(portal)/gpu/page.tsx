import { Problem } from '#components/frame/problem.tsx';
import { GpuPage } from '#components/gpu/gpu-page.tsx';
import { readPageView, requirePageUser } from '#lib/http/page.ts';
import { gpuView } from '#lib/views/gpu/read.ts';

export const metadata = { title: 'GPU' };

export default async function Page() {
  const context = await requirePageUser('/gpu', {});
  const view = await readPageView(context, gpuView, {});
  return 'problem' in view ? <Problem {...view.problem} /> : <GpuPage initial={view.result} />;
}
