import { type FitAnswer, wouldFit } from '#lib/domain/model/would-fit.ts';
import type { EndpointRow } from './endpoint-rows.ts';
import type { FitFacts } from './fit.ts';
import { contextOf, type FitQuestion, sizeOf } from './models-params.ts';

/** The answer as of what the server holds now. Worked out in the browser too, so that it changes with what it stands on. */
export function answerFit(facts: FitFacts, question: FitQuestion, endpoint: EndpointRow): FitAnswer {
  const answer = wouldFit({
    name: facts.name,
    isRemote: facts.isRemote,
    // A size that was typed is for a model that is not there.
    sizeBytes: facts.sizeBytes ?? sizeOf(question.size),
    card: facts.card,
    contextLength: contextOf(question.context),
    settings: endpoint.settings,
    vramBytes: endpoint.card.vramBytes,
    loaded: endpoint.held?.loaded ?? [],
    loading: endpoint.held?.loading ?? [],
    sharers: endpoint.card.sharers.length,
  });
  const unseen = endpoint.held === null ? ['What this server holds is not known: it has not answered yet.'] : [];
  const whence = endpoint.card.vramBytes === null ? [`The memory of its card: ${endpoint.card.whence}.`] : [];
  return {
    ...answer,
    verdict: endpoint.held === null ? 'unknown' : answer.verdict,
    doubts: [...unseen, ...(facts.problem === '' ? [] : [facts.problem]), ...whence, ...answer.doubts],
  };
}
