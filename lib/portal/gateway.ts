import type { ChangeOrigin } from '#lib/domain/change/change.ts';
import type { LandingZone } from '#lib/domain/guardrail/guardrail.ts';
import type { LanguageModel } from '#lib/ports/language-model.ts';

/** A server that writes, as it was configured. */
export type Writer = {
  server: LanguageModel;
  /** What it is asked with unless somebody chooses another. */
  model: string;
  contextTokens: number;
  answerTokens: number;
  /** How many requests it is given at a time; the others wait in the portal's line. */
  parallel: number;
};

/** The AI gateway; there is none where no server that writes is configured. */
export type Gateway = {
  writers: readonly Writer[];
  /** How often a model is asked to mend its answer, for each question. */
  attempts: number;
  /** The golden paths that a model may take; null for all. */
  templateIds: ReadonlySet<string> | null;
  /** Where objects go that no golden path makes. */
  zone: { folder: string; namespace: string; kinds: readonly string[] };
  landing: LandingZone;
  /** There is something to do, or something is not wanted any more. */
  nudge(): void;
  cancel(runId: string): void;
};

/**
 * What a change of this origin may touch. What a model wrote itself has a zone of its own; what it filled a golden path in
 * with may touch what a person's form may, because a form is all that it is.
 */
export function landingFor(
  { guardrails, gateway }: { guardrails: { landing: LandingZone }; gateway: Gateway | null },
  origin: ChangeOrigin,
): LandingZone {
  if (origin.kind === 'template' || origin.templateId !== undefined) {
    return guardrails.landing;
  }
  // Where the gateway was taken away meanwhile, nothing that it wrote may land any more.
  return gateway?.landing ?? NOWHERE;
}

const NOWHERE: LandingZone = {
  paths: [],
  namespaces: [],
  closedNamespaces: [],
  kinds: [],
  registries: [],
  applications: null,
};
