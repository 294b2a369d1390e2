import { type Handler, type Route, route } from '../http/router.ts';
import { JSON_TYPE } from './answer-writer.ts';
import { findModel, type OllamaContext } from './context.ts';
import { openAiEntry, psEntry, showReply, tagEntry } from './listing.ts';
import { parseRequest, ReplyError, ShowRequest } from './requests.ts';

export const OLLAMA_VERSION = '0.32.15';

/** What the server tells of itself and its models. */
export function listingRoutes(context: OllamaContext): Route[] {
  const { catalogue, scheduler, zoneOffsetMinutes } = context;
  const headers = { 'content-type': JSON_TYPE };
  const running: Handler = () => ({
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: 'Ollama is running',
  });
  const version: Handler = () => ({ headers, body: { version: OLLAMA_VERSION } });
  const tags: Handler = () => ({
    headers,
    body: { models: catalogue.list().map((model) => tagEntry(model, zoneOffsetMinutes)) },
  });
  const ps: Handler = () => {
    // Longest to stay first.
    const runners = scheduler.loaded().toSorted((a, b) => b.expiresAt() - a.expiresAt());
    return { headers, body: { models: runners.map((runner) => psEntry(runner, zoneOffsetMinutes)) } };
  };
  const show: Handler = async ({ readBody }) => {
    const request = parseRequest('ShowRequest', ShowRequest, await readBody());
    const name = request.model || request.name || '';
    if (name === '') {
      throw new ReplyError(400, 'model is required');
    }
    return { headers, body: showReply(findModel(context, name), zoneOffsetMinutes, request.verbose ?? false) };
  };
  const openAiModels: Handler = () => ({ headers, body: { object: 'list', data: catalogue.list().map(openAiEntry) } });
  return [
    route('GET', '/', running),
    route('HEAD', '/', running),
    route('GET', '/api/version', version),
    route('HEAD', '/api/version', version),
    route('GET', '/api/tags', tags),
    route('HEAD', '/api/tags', tags),
    route('GET', '/api/ps', ps),
    route('POST', '/api/show', show),
    route('GET', '/v1/models', openAiModels),
  ];
}
