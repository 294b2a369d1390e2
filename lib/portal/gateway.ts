import { type ChangeOrigin, REVERT_ID } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunStep } from '#lib/domain/gateway/run.ts';
import type { GatewayRow } from '#lib/domain/gateway/run-row.ts';
import type { LandingZone } from '#lib/domain/guardrail/guardrail.ts';
import type { Review } from '#lib/domain/review/review.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { LanguageModel } from '#lib/ports/language-model.ts';

/** A server that writes, as it was configured. */
export type Writer = {
  server: LanguageModel;
  url: string;
  /** What it is asked with unless somebody chooses another. */
  model: string;
  contextTokens: number;
  answerTokens: number;
  /** How many requests it is given at a time; the others wait in the portal's line. */
  parallel: number;
};

/** What was written for a request so far, while it is written. */
export type RunText = {
  /** The end of what the model says to the question that it was asked last. */
  text: string;
  /** The questions that it has answered. */
  steps: readonly RunStep[];
};

/** That there is something new of what a model says; the page reads what. */
export type ReviewRow = Pick<Review, 'id' | 'subjectKind' | 'subjectId' | 'createdAt' | 'revision'>;

/** The AI gateway; there is none where no server that writes is configured. */
export type Gateway = {
  writers: readonly Writer[];
  /** How often a model is asked to mend its answer, for each question. */
  attempts: number;
  /** The golden paths that a model may take; null for all. */
  templateIds: ReadonlySet<string> | null;
  /** Where objects go that no golden path makes. */
  zone: { folder: string; namespace: string; kinds: readonly string[] };
  /** Who comes in where an address leads to: the namespace of the controller of addresses, and what its pods are called. */
  controller: { namespace: string; name: string };
  landing: LandingZone;
  /** The newest requests, and all that are under way. */
  rows: Collection<GatewayRow>;
  /** What models write for them just now, by the request's id. */
  texts: Collection<RunText>;
  /** This was written down just now. */
  runUpdated(run: GatewayRun): void;
  /** Which commits are looked at: those that somebody asks of, or every one that is under review. */
  reviews: 'asked' | 'every';
  /** What is known of the newest reviews, by their ids. */
  reviewRows: Collection<ReviewRow>;
  reviewUpdated(review: Review): void;
  /** There is something to do, or something is not wanted any more. */
  nudge(): void;
  cancel(runId: string): void;
};

/**
 * What a change of this origin may touch. What a model wrote itself has a zone of its own; what it filled a golden path in
 * with may touch what a person's form may, because a form is all that it is. What it changed of an application that is there stays
 * with the files of that, and of them with those that a form may touch.
 */
export function landingFor(
  { guardrails, gateway }: { guardrails: { landing: LandingZone }; gateway: Gateway | null },
  origin: ChangeOrigin,
): LandingZone {
  // What is taken back may lie wherever it was.
  if (origin.kind === 'forge' || (origin.kind === 'template' && origin.templateId === REVERT_ID)) {
    return { ...guardrails.landing, isAnywhere: true };
  }
  if (origin.kind === 'template' || origin.templateId !== undefined) {
    return guardrails.landing;
  }
  // Where the gateway was taken away meanwhile, nothing that it wrote may land any more.
  if (gateway === null) {
    return NOWHERE;
  }
  return origin.within === undefined
    ? gateway.landing
    : { ...guardrails.landing, within: origin.within, registries: gateway.landing.registries };
}

const NOWHERE: LandingZone = {
  paths: [],
  namespaces: [],
  closedNamespaces: [],
  kinds: [],
  registries: [],
  applications: null,
};

/** Throws PortalError where no server that writes is configured. */
export function requireGateway({ gateway }: { gateway: Gateway | null }): Gateway {
  if (gateway === null) {
    throw new PortalError('unavailable', 'No language model is configured to write.', {
      suggestion: 'Name one in gateway.writers of portolan.yaml.',
    });
  }
  return gateway;
}
