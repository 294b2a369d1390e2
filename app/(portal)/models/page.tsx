import { Problem } from '#components/frame/problem.tsx';
import { ModelsPage } from '#components/models/models-page.tsx';
import { type PageQuery, readPageView, requirePageUser } from '#lib/http/page.ts';
import { modelFitView } from '#lib/views/models/fit.ts';
import { isAsked, parseModelsAddress } from '#lib/views/models/models-params.ts';
import { modelsView } from '#lib/views/models/read.ts';

export const metadata = { title: 'Models' };

export default async function Page({ searchParams }: { searchParams: Promise<PageQuery> }) {
  const query = await searchParams;
  const entries = Object.entries(query).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  const context = await requirePageUser('/models', query);
  const { question, ...selection } = parseModelsAddress(new URLSearchParams(entries));
  const view = await readPageView(context, modelsView, { ...selection, asked: question.server });
  if ('problem' in view) {
    return <Problem {...view.problem} />;
  }
  // A question about a server that is not there any more is no question, and the page is shown all the same.
  const isKnown = view.result.data.servers.some(({ id }) => id === question.server);
  const fit =
    isAsked(question) && isKnown
      ? await readPageView(context, modelFitView, { server: question.server, model: question.model })
      : null;
  return <ModelsPage initial={view.result} fit={fit} />;
}
