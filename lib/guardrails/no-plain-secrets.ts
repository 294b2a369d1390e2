import type { ChangedFile, Finding, Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { judgeValue } from '#lib/domain/secret/judge.ts';
import { createLineFinder, findAssignments, findUrlPasswords } from '#lib/domain/secret/text.ts';
import { findTokens } from '#lib/domain/secret/tokens.ts';
import { hint, isHarmless } from '#lib/domain/secret/values.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { filesWithRoles } from './reading/files.ts';
import { findingIn, subjectOf } from './reading/objects.ts';
import { findSecretsIn } from './secrets/structured.ts';

const ELSEWHERE = 'Put it into a SealedSecret and refer to that; then change it, as it has been seen here.';
const SEAL = 'Encrypt it with kubeseal and commit the SealedSecret instead.';

export const noPlainSecrets: Guardrail = {
  id: 'no-plain-secrets',
  title: 'No secrets in plain text',
  rationale:
    'What is once in git stays in its history, in every clone and in every backup. Only sealed secrets belong there.',
  evaluate(input) {
    const findings: Finding[] = [];
    const files = filesWithRoles(input);
    for (const { file, role } of files) {
      const isReadable = (role === 'manifest' || role === 'values') && file.parsed.problems.length === 0;
      const found = [
        ...inText(file),
        ...(isReadable ? [...inDocuments(file), ...inLines(file, isComment)] : inLines(file, () => true)),
      ];
      const oneALine = new Map(found.reverse().map((finding) => [finding.line, finding]));
      findings.push(...oneALine.values());
    }
    return files.length === 0 ? { notApplicable: 'The change only removes files.' } : { findings };
  },
};

/** What is a credential by its shape, wherever it stands. */
function inText(file: ChangedFile): Finding[] {
  const text = file.after ?? '';
  const lineOf = createLineFinder(text);
  const report = (at: number, what: string, secret: string): Finding => ({
    severity: 'fail',
    file: file.path,
    line: lineOf(at),
    message: `this looks like ${what} (${hint(secret)})`,
    fix: ELSEWHERE,
  });
  return [
    ...findTokens(text).map((token) => report(token.at, token.what, token.text.startsWith('-----') ? '' : token.text)),
    ...findUrlPasswords(text)
      .filter(({ password }) => !isHarmless(password))
      .map(({ at, password }) => report(at, 'a password in an address', password)),
  ];
}

function inDocuments(file: ChangedFile): Finding[] {
  return file.parsed.documents.flatMap((document) => {
    const subject = subjectOf(file.path, document);
    const isSecret = subject?.kind === 'Secret' && subject.apiVersion === 'v1';
    if (subject !== null && isSecret) {
      return (['data', 'stringData'] as const)
        .filter((field) => Object.keys(fieldsOf(subject.value[field])).length > 0)
        .map((field) =>
          findingIn(subject, [field], { message: 'a Secret with its values in plain text or base64', fix: SEAL }),
        );
    }
    return findSecretsIn(document.value).map(({ path, what, hint: shown, fix }): Finding => {
      const detail = { message: `this looks like ${what} (${shown})`, fix };
      return subject === null
        ? { severity: 'fail', file: file.path, line: document.lineOf(path), ...detail }
        : findingIn(subject, path, detail);
    });
  });
}

/** Assignments in the lines that the structure of a file does not show: all of them, or only comments. */
function inLines(file: ChangedFile, isWanted: (line: string) => boolean): Finding[] {
  const text = file.after ?? '';
  const lines = text.split('\n');
  const lineOf = createLineFinder(text);
  return findAssignments(text).flatMap(({ name, value, at }): Finding[] => {
    const line = lineOf(at);
    const what = isWanted(lines[line - 1] ?? '') ? judgeValue(name, value) : null;
    const message = `this looks like ${what} in ${name.slice(0, 60)} (${hint(value)})`;
    return what === null ? [] : [{ severity: 'fail', file: file.path, line, message, fix: ELSEWHERE }];
  });
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#') || line.includes(' #');
}
