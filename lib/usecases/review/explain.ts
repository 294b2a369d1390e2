import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isUnwell } from '#lib/domain/application/unwell.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Review } from '#lib/domain/review/review.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { requireGateway } from '#lib/portal/gateway.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { beginReview, personOf } from './begin.ts';
import { knownOfApplication } from './known-of-application.ts';

export const ExplainApplicationInput = z.strictObject({
  namespace: z.string().max(253),
  name: z.string().max(253),
  /** One of the servers that write, and one of its models; without them the first and its own. */
  server: z.string().max(60).optional(),
  model: z.string().min(1).max(350).optional(),
});

/** Has a model say in plain words what is wrong with an application; of the same trouble once, unless that failed. */
export async function explainApplication(context: UserContext, input: unknown): Promise<Review> {
  const { services } = context;
  const { namespace, name, server, model } = parseInput(ExplainApplicationInput, input);
  const subjectId = `${namespace}/${name}`;
  await authorize(context, 'gateway.ask', { subjectKind: 'application', subjectId });
  requireGateway(services);
  const application = services.seenApplications.get(subjectId);
  if (application === undefined) {
    throw new PortalError('not-found', `There is no application ${name} in ${namespace}.`);
  }
  if (!isUnwell(application)) {
    throw new PortalError('conflict', `Nothing is wrong with ${name}.`);
  }
  return await services.locks.run(`review-of:${subjectId}`, async () => {
    const shown = await knownOfApplication(services, application);
    const version = createHash('sha256').update(JSON.stringify(shown)).digest('hex');
    return await beginReview(context, personOf(context), {
      subjectKind: 'application',
      subjectId,
      version,
      shown,
      server,
      model,
    });
  });
}
