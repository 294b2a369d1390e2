import 'server-only';
import { createOllamaWriter } from '#lib/adapters/ollama/language-model.ts';
import { createOpenAiWriter } from '#lib/adapters/openai/language-model.ts';
import type { Config, GatewayConfig } from '#lib/config/load.ts';
import type { GatewayRun } from '#lib/domain/gateway/run.ts';
import type { GatewayRow } from '#lib/domain/gateway/run-row.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { Gateway, ReviewRow, Writer } from '#lib/portal/gateway.ts';
import type { LanguageModel } from '#lib/ports/language-model.ts';
import type { StoredRows } from '../stored-rows.ts';
import type { GatewayDriver } from './driver.ts';
import type { RunTexts } from './run-texts.ts';

/** Asking which models there are, and the longest wait for a first word: it may have to be loaded, and others be before. */
const TIMES = { timeoutMs: 5_000, firstWithinMs: 5 * 60_000, quietMs: 60_000 };

export type OwnGateway = {
  gateway: Gateway;
  /** Who works its lines off is made later, from the services. */
  attach(driver: GatewayDriver): void;
};

/** What is kept of its requests in memory. */
type OwnRows = {
  rows: StoredRows<GatewayRun, GatewayRow>;
  texts: RunTexts;
  reviews: StoredRows<Review, ReviewRow>;
};

/** The gateway as it was configured; null where it was not. */
export function createGateway(
  { gateway, guardrails, platform }: Pick<Config, 'gateway' | 'guardrails' | 'platform'>,
  { rows, texts, reviews }: OwnRows,
): OwnGateway | null {
  if (gateway === undefined) {
    return null;
  }
  const { folder, namespace, kinds, registries } = gateway.landing;
  let driver: GatewayDriver | null = null;
  return {
    gateway: {
      writers: gateway.writers.map(toWriter),
      attempts: gateway.attempts,
      templateIds: gateway.templates === undefined ? null : new Set(gateway.templates),
      zone: { folder, namespace, kinds },
      controller: { namespace: platform.ingressNamespace, name: platform.ingressName ?? platform.ingressClass },
      landing: {
        paths: [`${folder}/**`],
        namespaces: [namespace],
        closedNamespaces: guardrails.landing.closedNamespaces,
        kinds,
        registries,
        applications: null,
      },
      rows: rows.collection,
      texts: texts.collection,
      runUpdated: (run) => rows.update(run),
      reviews: gateway.reviews,
      reviewRows: reviews.collection,
      reviewUpdated: (review) => reviews.update(review),
      nudge: () => driver?.nudge(),
      cancel: (runId) => driver?.cancel(runId),
    },
    attach(given) {
      driver = given;
    },
  };
}

function toWriter(config: GatewayConfig['writers'][number]): Writer {
  const { url, model, contextTokens, answerTokens, parallel } = config;
  return { server: toServer(config), url, model, contextTokens, answerTokens, parallel };
}

function toServer({ id, label = id, kind, url, apiKey }: GatewayConfig['writers'][number]): LanguageModel {
  const options = { id, label, url, ...TIMES };
  return kind === 'ollama' ? createOllamaWriter(options) : createOpenAiWriter({ ...options, apiKey: apiKey ?? null });
}
