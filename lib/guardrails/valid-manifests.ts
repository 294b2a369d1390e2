import type { Finding, Guardrail, GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { isRecord, type ManifestDocument } from '#lib/domain/manifest/manifest.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { conclude, filesWithRoles, type RoledFile } from './reading/files.ts';
import { findingIn, type ManifestSubject, subjectOf } from './reading/objects.ts';
import { kindName } from './reading/scope.ts';
import { findHiddenCharacters } from './validity/hidden-characters.ts';
import { kindProblems, shapeProblems } from './validity/object-shape.ts';

export const validManifests: Guardrail = {
  id: 'valid-manifests',
  title: 'Valid manifests',
  rationale:
    'What the cluster would refuse, or quietly ignore because of a mistyped field, is cheaper to mend here than after the merge.',
  evaluate(input) {
    const findings: Finding[] = [];
    const files = filesWithRoles(input);
    for (const each of files) {
      findings.push(...textFindings(each));
      if (each.role === 'manifest' || each.role === 'values') {
        for (const document of each.file.parsed.documents) {
          findings.push(...documentFindings(input, each, document));
        }
      }
    }
    findings.push(...repeats(files));
    return conclude(
      input,
      findings,
      files.some(({ role }) => role === 'manifest' || role === 'values'),
      'manifests',
    );
  },
};

function textFindings({ file, role }: RoledFile): Finding[] {
  const isYaml = role === 'manifest' || role === 'values';
  const problems = [...findHiddenCharacters(file.after ?? '', isYaml), ...(isYaml ? file.parsed.problems : [])];
  return problems.map(({ line, message }) => ({ severity: 'fail', file: file.path, line, message }));
}

const API_VERSION = /^(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\/)?v[0-9]{1,3}(?:(?:alpha|beta)[0-9]{1,3})?$/;
const KIND = /^[A-Z][A-Za-z0-9]{0,62}$/;

function documentFindings(
  input: GuardrailInput,
  { file, role, mayBePatch }: RoledFile,
  document: ManifestDocument,
): Finding[] {
  const subject = subjectOf(file.path, document);
  if (subject === null) {
    return role === 'values' ? otherReadings(file.path, document, null) : [notAnObject(file.path, document)];
  }
  const findings = otherReadings(file.path, document, subject);
  if (!API_VERSION.test(subject.apiVersion) || !KIND.test(subject.kind)) {
    const wrong = KIND.test(subject.kind) ? 'apiVersion' : 'kind';
    const message = `${wrong} ${JSON.stringify(cutText(subject[wrong], 80))} is not a possible name; look for letters of other alphabets`;
    return [...findings, findingIn(subject, [wrong], { message })];
  }
  const problems = input.schemas.validate(subject.apiVersion, subject.kind, subject.value);
  if (problems === 'unknown-kind') {
    const message = `nothing is known about the fields of ${kindName(subject.apiVersion, subject.kind)}, so they were not checked`;
    findings.push(findingIn(subject, ['kind'], { message, severity: 'warn', fix: 'Check it by hand.' }));
  } else {
    const found = problems.map(({ path, message }) => {
      const isElsewhere = mayBePatch && message.endsWith(' is missing');
      return findingIn(subject, path, isElsewhere ? { message, severity: 'warn', fix: PATCH } : { message });
    });
    findings.push(...found);
  }
  const shape = [...shapeProblems(subject), ...(mayBePatch ? [] : kindProblems(subject))];
  return [...findings, ...shape.map(({ path, ...detail }) => findingIn(subject, path, detail))];
}

const PATCH = 'Nothing, where it is a patch of a kustomization.';

function notAnObject(file: string, document: ManifestDocument): Finding {
  const { value } = document;
  const missing = isRecord(value) ? ['apiVersion', 'kind'].filter((field) => typeof value[field] !== 'string') : [];
  const message =
    missing.length > 0
      ? `this is no Kubernetes object: ${missing.join(' and ')} is missing`
      : 'this is no Kubernetes object';
  const fix =
    missing.length > 0 ? 'apiVersion: v1\nkind: ConfigMap' : 'Write a mapping with apiVersion, kind and metadata.';
  return { severity: 'fail', file, line: document.lineOf([]), message, fix };
}

/**
 * Words that the cluster's YAML 1.1 takes for something else than YAML 1.2 does. In an object, another type is an error: one of the
 * two readings is not what was meant. Another number, or a file of settings, deserves a word.
 */
function otherReadings(file: string, document: ManifestDocument, subject: ManifestSubject | null): Finding[] {
  return document.ambiguous.map(({ path, line, text, reading, changesType }): Finding => {
    const severity = changesType && subject !== null ? 'fail' : 'warn';
    const message = `the cluster reads ${text} as ${reading}`;
    const fix = `Write "${text}" for text${/^(?:true|false)$/.test(reading) ? `, or ${reading}` : ''}.`;
    return subject === null
      ? { severity, file, line, message, fix }
      : { ...findingIn(subject, path, { message, severity, fix }), line };
  });
}

/** The same object twice: Argo CD applies one of them and warns about the other. */
function repeats(files: readonly RoledFile[]): Finding[] {
  const first = new Map<string, ManifestSubject>();
  const findings: Finding[] = [];
  for (const { file } of files) {
    for (const document of file.parsed.documents) {
      const subject = subjectOf(file.path, document);
      if (subject === null || subject.name === '') {
        continue;
      }
      const key = [kindName(subject.apiVersion, subject.kind), subject.namespace, subject.name].join(' ');
      const earlier = first.get(key);
      if (earlier === undefined) {
        first.set(key, subject);
      } else {
        const message = `this object is there twice: also in ${earlier.file}, line ${earlier.document.lineOf([])}`;
        findings.push(findingIn(subject, [], { message, fix: 'Keep one of the two.' }));
      }
    }
  }
  return findings;
}
