import 'server-only';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { ModelCard } from '#lib/domain/model/model.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { installedModel } from '#lib/portal/model-servers.ts';
import { defineView } from '../_shared/view.ts';

/** What the answer is worked out from, besides what the server holds at the moment. */
export type FitFacts = {
  server: string;
  /** As it was asked for, or as it is installed; '' where only a size was given. */
  name: string;
  isInstalled: boolean;
  isRemote: boolean;
  sizeBytes: number | null;
  card: ModelCard | null;
  /** Why the model could not be asked about itself, in words; '' where it was or need not be. */
  problem: string;
};

const FitParams = z.strictObject({ server: z.string().max(350), model: z.string().max(350).default('') });

/** What a model says of itself that its memory follows from; asked of its server, once for each model. */
export const modelFitView = defineView({
  name: 'model-fit',
  params: FitParams,
  async read(context, { server, model }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const entry = services.modelServers.find(({ id }) => id === server);
    if (entry === undefined) {
      throw new PortalError('not-found', 'There is no model server of this name.');
    }
    const installed = model === '' ? undefined : installedModel(services, server, model);
    const facts: FitFacts = {
      server,
      name: installed?.name ?? model,
      isInstalled: installed !== undefined,
      isRemote: installed?.remoteHost !== undefined,
      sizeBytes: installed?.sizeBytes ?? null,
      card: null,
      problem: '',
    };
    const sources = services.models.map(({ source }) => source).filter(({ id }) => id === `models/${server}`);
    if (installed === undefined || facts.isRemote) {
      return { data: facts, sources, position };
    }
    try {
      return { data: { ...facts, card: await entry.describe(installed) }, sources, position };
    } catch (error) {
      // The size is known all the same: what could not be asked is told with the answer.
      const problem = `It could not be asked what it is made of: ${error instanceof Error ? error.message : String(error)}.`;
      return { data: { ...facts, problem }, sources, position };
    }
  },
});
