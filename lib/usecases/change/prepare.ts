import type { ChangeOrigin, FileChange } from '#lib/domain/change/change.ts';
import { type Impact, impactOf } from '#lib/domain/change/impact.ts';
import { type FieldError, PortalError } from '#lib/domain/error/portal-error.ts';
import type { ChangedFile, GuardrailReport, LandingZone } from '#lib/domain/guardrail/guardrail.ts';
import { annotated } from '#lib/domain/manifest/annotate.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { withoutMasked } from '#lib/domain/template/masked.ts';
import { noticesOf, runGuardrails } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import { repairOf } from '#lib/portal/repairs/index.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { applyDefaults, renderTemplate, validateParameters } from '#lib/templates/index.ts';
import { conflictsOf } from './conflicts.ts';
import { destinationsOf } from './destinations.ts';
import { readingRefusal } from './forge-refusal.ts';

export type PreparedChange = {
  origin: ChangeOrigin;
  /** The form's values without masked ones. */
  inputs: Record<string, unknown>;
  title: string;
  intro: string;
  slot: string;
  snapshot: RepositorySnapshot;
  files: ChangedFile[];
  /** Only the files that differ from the base. */
  changes: FileChange[];
  impact: Impact;
  report: GuardrailReport;
  /** What the portal did otherwise than the template says. */
  notes: string[];
  /** What stands in the way already: files or applications of that name. */
  conflicts: FieldError[];
};

export type Preparation = { errors: FieldError[] } | { prepared: PreparedChange };

/**
 * Turns a form's values into files, checked against the repository as it is. Writes nothing anywhere.
 * @param annotations for every object, where it was not a person who filled the form in
 */
export async function prepareChange(
  services: Services,
  templateId: string,
  given: Readonly<Record<string, unknown>>,
  annotations: Readonly<Record<string, string>> = {},
): Promise<Preparation> {
  try {
    return await prepare(services, templateId, given, annotations);
  } catch (error) {
    throw readingRefusal(ownForge(services).host, error);
  }
}

async function prepare(
  services: Services,
  templateId: string,
  given: Readonly<Record<string, unknown>>,
  annotations: Readonly<Record<string, string>>,
): Promise<Preparation> {
  const repair = repairOf(templateId);
  const template = repair?.template ?? services.templates.get(templateId);
  if (template === undefined) {
    throw new PortalError('not-found', `There is no template "${templateId}".`);
  }
  const values = applyDefaults(template, given);
  const errors = validateParameters(template, values);
  if (errors.length > 0) {
    return { errors };
  }
  const snapshot = await services.snapshots.head();
  const rendered =
    repair === undefined ? renderTemplate(template, values) : await repair.render(services, snapshot, values);
  const files = rendered.files.map(({ path, content }) => ({
    path,
    content: content === null ? null : withAnnotations(content, annotations),
  }));
  const origin: ChangeOrigin = { kind: 'template', templateId, templateDigest: template.digest };
  const checked = await checkFiles(services, snapshot, files, landingFor(services, origin));
  return {
    prepared: {
      ...checked,
      origin,
      inputs: withoutMasked(template, values),
      title: rendered.title,
      intro: rendered.description,
      slot: rendered.branch,
      notes: rendered.notes,
      // A repair changes what is there; a template brings what is not.
      conflicts: repair === undefined ? conflictsOf(checked.files, checked.impact, values, services.engine) : [],
    },
  };
}

/** What nothing is said of stays as it was written, to the letter. */
function withAnnotations(content: string, annotations: Readonly<Record<string, string>>): string {
  return Object.keys(annotations).length === 0 ? content : annotated(content, annotations);
}

export type CheckedFiles = Pick<PreparedChange, 'snapshot' | 'files' | 'changes' | 'impact' | 'report'>;

/** Files against the repository as it is: what they alter, what they put into the cluster, what the guardrails say of them. */
export async function checkFiles(
  services: Services,
  snapshot: RepositorySnapshot,
  rendered: readonly FileChange[],
  landing: LandingZone,
): Promise<CheckedFiles> {
  const files = await Promise.all(
    rendered.map(async ({ path, content }): Promise<ChangedFile> => {
      return { path, before: await snapshot.read(path), after: content, parsed: parseManifest(content ?? '') };
    }),
  );
  const repository = { paths: snapshot.paths, destinations: destinationsOf(services, services.repository.ref) };
  const results = runGuardrails({
    files,
    repository,
    landing,
    schemas: services.schemas,
    privilegedNamespaces: services.guardrails.privilegedNamespaces,
  });
  const changed = files.filter(({ before, after }) => before !== after);
  return {
    snapshot,
    files,
    changes: changed.map(({ path, after }) => ({ path, content: after })),
    impact: impactOf(files.flatMap(({ parsed }) => parsed.documents)),
    report: { sha: null, at: services.clock.now(), results, notices: noticesOf({ files: changed, repository }) },
  };
}
