import 'server-only';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { ApplicationParams } from '../application/read.ts';

export type ExplanationData = {
  /** The one that was asked for last; of who may not look at changes, without the files that the model was shown. */
  review: Review | null;
  /** Whether there is a model to ask, and this person may. */
  mayAsk: boolean;
};

/** What a model makes of an application that is not well. */
export const explanationView = defineView({
  name: 'explanation',
  params: ApplicationParams,
  async read(context, { namespace, name }) {
    await authorize(context, 'platform.view');
    const { services, actor } = context;
    const position = services.live.position();
    const mayAsk = services.gateway !== null && isAllowed(actor, 'gateway.ask');
    const found = await services.store.reviews.findNewest('application', `${namespace}/${name}`);
    const review = found === null || isAllowed(actor, 'change.view') ? found : { ...found, shown: [] };
    const data: ExplanationData = { review, mayAsk };
    return { data, sources: [], position };
  },
});
