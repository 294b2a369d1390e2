import type { ChangedFile, Finding, Guardrail, GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { isSameJson } from '#lib/domain/json-schema/value-checks.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { withHealthCheck } from '#lib/domain/wave/health-check.ts';
import { applicationFindings } from './landing/application.ts';
import { pathFindings } from './landing/paths.ts';
import { readApplication } from './reading/applications.ts';
import { conclude, roleOf } from './reading/files.ts';
import { createLandingResolver, matchesName } from './reading/namespaces.ts';
import { findingIn, type ManifestSubject, objectsOf } from './reading/objects.ts';
import { allowsKind, isClusterScoped, kindName } from './reading/scope.ts';

export const landingZone: Guardrail = {
  id: 'landing-zone',
  title: 'Stays in its landing zone',
  rationale:
    'A change may touch what it was made for and nothing else: its own folders, namespaces and kinds, in the project it belongs to.',
  evaluate(input) {
    if (input.landing.isAnywhere) {
      return { notApplicable: 'It was not made with a form: whoever may push decides where it lands.' };
    }
    const files = input.files.filter((file) => !isKnownRepair(file));
    const findings = files.flatMap((file) => pathFindings(file, input));
    const landingOf = createLandingResolver(input);
    for (const file of files) {
      const { present, past } = changedObjects(file, input);
      for (const subject of [...present, ...past]) {
        findings.push(...objectFindings(subject, input, landingOf));
      }
      const before = new Map(past.map((subject) => [identityOf(subject), subject]));
      for (const subject of present) {
        const application = readApplication(subject);
        if (application !== null) {
          const earlier = before.get(identityOf(subject));
          findings.push(...applicationFindings(application, earlier ? readApplication(earlier) : null, input.landing));
        }
      }
    }
    return conclude(input, unique(findings), true, 'files');
  },
};

/**
 * What the portal offers to mend lies where no other change may land. It is known by what it does, to the letter, and
 * not by who asked for it: anything else that is pushed onto its branch is judged as ever.
 */
function isKnownRepair({ path, before, after }: ChangedFile): boolean {
  const isPlain = /^(?:[A-Za-z0-9_][\w.-]*\/)*[A-Za-z0-9_][\w.-]*\.ya?ml$/.test(path);
  return isPlain && before !== null && after !== null && after === withHealthCheck(before);
}

/** The same object is judged as it was and as it will be; saying it once is enough. */
function unique(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.map((finding) => [`${finding.file}\n${finding.object}\n${finding.message}`, finding])).values(),
  ];
}

/**
 * The objects that a file brings or alters, and those that it alters or takes away, as they were. Objects that stay as they are
 * are none of the change's business.
 */
function changedObjects(
  file: ChangedFile,
  input: GuardrailInput,
): { present: ManifestSubject[]; past: ManifestSubject[] } {
  const role = roleOf(file.path, input.repository.paths);
  if (role !== 'manifest' && role !== 'values') {
    return { present: [], past: [] };
  }
  const now = objectsOf(file.after === null ? [] : [file]);
  const was = file.before === null ? [] : objectsOf([{ ...file, parsed: parseManifest(file.before) }]);
  const isIn = (subject: ManifestSubject, others: readonly ManifestSubject[]) =>
    others.some((other) => isSameJson(other.value, subject.value));
  return { present: now.filter((subject) => !isIn(subject, was)), past: was.filter((subject) => !isIn(subject, now)) };
}

function identityOf({ apiVersion, kind, namespace, name }: ManifestSubject): string {
  return [kindName(apiVersion, kind), namespace, name].join(' ');
}

const TRACKING = 'argocd.argoproj.io/tracking-id';

function objectFindings(
  subject: ManifestSubject,
  input: GuardrailInput,
  landingOf: ReturnType<typeof createLandingResolver>,
): Finding[] {
  const kind = kindName(subject.apiVersion, subject.kind);
  if (!allowsKind(input.landing.kinds, kind)) {
    const message = `the kind ${kind.slice(0, 100)} is not allowed in this landing zone`;
    return [findingIn(subject, ['kind'], { message, fix: `Allowed kinds: ${input.landing.kinds.join(', ')}.` })];
  }
  const findings: Finding[] = [];
  if (Object.hasOwn(fieldsOf(fieldsOf(subject.value.metadata).annotations), TRACKING)) {
    const message = `the annotation ${TRACKING} claims an object for another application`;
    findings.push(
      findingIn(subject, ['metadata', 'annotations', TRACKING], { message, fix: 'Remove the annotation.' }),
    );
  }
  // Where an Application object lives is said by its own rules.
  if (kind !== 'Application.argoproj.io') {
    findings.push(...namespaceFindings(subject, kind, input, landingOf));
  }
  return findings;
}

function namespaceFindings(
  subject: ManifestSubject,
  kind: string,
  { landing }: GuardrailInput,
  landingOf: ReturnType<typeof createLandingResolver>,
): Finding[] {
  if (isClusterScoped(kind) && kind !== 'Namespace') {
    return [];
  }
  const path = kind === 'Namespace' ? ['metadata', 'name'] : ['metadata', 'namespace'];
  const found =
    kind === 'Namespace' ? [{ namespace: subject.name, sure: true }] : landingOf(subject.file, subject.namespace);
  if (!found.some(({ sure }) => sure)) {
    const guess = found[0]?.namespace ?? 'NAME';
    const message = 'nothing says which namespace this goes to';
    return [findingIn(subject, path, { message, fix: `metadata:\n  namespace: ${guess}` })];
  }
  return found
    .filter(
      ({ namespace }) =>
        !matchesName(landing.namespaces, namespace) || matchesName(landing.closedNamespaces, namespace),
    )
    .map(({ namespace }) => {
      const message = `the namespace ${namespace.slice(0, 63)} is outside of this landing zone`;
      return findingIn(subject, path, { message, fix: `Use one of: ${landing.namespaces.join(', ')}.` });
    });
}
