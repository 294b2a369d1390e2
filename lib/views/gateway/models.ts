import 'server-only';
import { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { FitAnswer } from '#lib/domain/model/would-fit.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { requireGateway, type Writer } from '#lib/portal/gateway.ts';
import { defineView } from '../_shared/view.ts';
import { answerFit } from '../models/answer-fit.ts';
import { readEndpoints } from '../models/endpoint-rows.ts';
import { modelFitView } from '../models/fit.ts';

export type WritingModels = {
  /** Those that the server would answer with. */
  models: string[];
  /** Why the server did not say which there are; '' where it did. */
  problem: string;
  /** What asking the chosen one means for the memory of the card; null where the server is none of those that the portal reads. */
  fit: Pick<FitAnswer, 'verdict' | 'sentence' | 'evicted'> | null;
  /** How long it took to load when it was asked last, in ms; null where nobody has waited for that yet. */
  loadMs: number | null;
};

const WritingModelsParams = z.strictObject({
  server: z.string().max(60),
  /** '' for the configured one. */
  model: z.string().max(350).default(''),
});

/** The models of a server that writes, and what asking one of them means now. Asks the server. */
export const gatewayModelsView = defineView({
  name: 'gateway-models',
  params: WritingModelsParams,
  async read(context, { server, model }) {
    await authorize(context, 'gateway.view');
    const { services } = context;
    const position = services.live.position();
    const { writers, rows } = requireGateway(services);
    const writer = writers.find((one) => one.server.id === server);
    if (writer === undefined) {
      throw new PortalError('not-found', 'There is no such server that writes.');
    }
    const chosen = model === '' ? writer.model : model;
    const [names, fit] = await Promise.all([namesOf(writer), fitOf(context, writer, chosen)]);
    const loads = [...rows.values()]
      .filter((row) => row.server === server && row.model === chosen && row.loadMs !== null)
      .toSorted((a, b) => b.createdAt - a.createdAt);
    const data: WritingModels = { ...names, fit, loadMs: loads[0]?.loadMs ?? null };
    return { data, sources: [], position };
  },
});

async function namesOf({ server }: Writer): Promise<Pick<WritingModels, 'models' | 'problem'>> {
  try {
    const models = await server.models();
    return { models: models.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b)), problem: '' };
  } catch (error) {
    if (!(error instanceof ExternalError)) {
      throw error;
    }
    return { models: [], problem: error.message };
  }
}

/** By the same reasoning as the page of the models. */
async function fitOf(context: UserContext, writer: Writer, model: string): Promise<WritingModels['fit']> {
  const { services } = context;
  const id = endpointOf(services, writer);
  const endpoint = id === null ? undefined : readEndpoints(services).find((row) => row.id === id);
  if (id === null || endpoint === undefined) {
    return null;
  }
  const { data: facts } = await modelFitView.read(context, { server: id, model });
  // A model that is loaded with another length of context is loaded anew.
  const question = { server: id, model, size: '', context: String(writer.contextTokens) };
  const { verdict, sentence, evicted } = answerFit(facts, question, endpoint);
  return { verdict, sentence, evicted };
}

/** The server among those that the portal reads: the one with the same address. */
function endpointOf({ modelServers }: Pick<Services, 'modelServers'>, { url }: Writer): string | null {
  const key = addressKey(url);
  return modelServers.find((entry) => addressKey(entry.url) === key)?.id ?? null;
}

function addressKey(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
