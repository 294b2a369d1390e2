import { isRecord, type ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { judgeValue } from '#lib/domain/secret/judge.ts';
import { findAssignments } from '#lib/domain/secret/text.ts';
import { findTokens } from '#lib/domain/secret/tokens.ts';
import { hint } from '#lib/domain/secret/values.ts';
import { walkValues } from '../reading/walk.ts';

/** A credential in a document. The secret itself is not carried on: only its first characters are. */
export type SecretHit = { path: ManifestPath; what: string; hint: string; fix: string };

/** Encrypted or public by design. */
const SEALED = new Set(['encryptedData', 'caBundle', 'ca.crt', 'certificate', 'cert']);
const LONGEST_ENCODED = 40_000;

/** Credentials in the values of a document, by the names of their fields and by what base64 hides. */
export function findSecretsIn(document: unknown): SecretHit[] {
  const hits: SecretHit[] = [];
  for (const { path, key, value, parent } of walkValues(document)) {
    if (typeof value !== 'string' || path.some((step) => typeof step === 'string' && SEALED.has(step))) {
      continue;
    }
    const name = nameOf(key, path, parent);
    const report = (what: string, secret: string) => {
      hits.push({ path, what: `${what} in ${name.slice(0, 60)}`, hint: hint(secret), fix: fixFor(key, name) });
    };
    const what = judgeValue(name, value);
    if (what !== null) {
      report(what, value.trim());
    } else if (value.includes('\n') || value.includes(' ')) {
      for (const line of findAssignments(value)) {
        const inner = judgeValue(line.name, line.value);
        if (inner !== null) {
          report(`${inner} (${line.name.slice(0, 60)})`, line.value);
        }
      }
    }
    for (const token of findTokens(decoded(value))) {
      report(`${token.what}, base64-encoded,`, value.trim());
    }
  }
  return hits;
}

/** What a value is called: its field, or for `{name: X, value: …}`, as environments and parameters have it, the name. */
function nameOf(key: string, path: ManifestPath, parent: Record<string, unknown> | null): string {
  const isPair = isRecord(parent) && path.at(-1) === key && /^(?:value|secret|default)$/i.test(key);
  const name = isPair ? (parent.name ?? parent.key) : undefined;
  return typeof name === 'string' ? name : key;
}

function fixFor(key: string, name: string): string {
  return key === 'value' && name !== key
    ? `valueFrom:\n  secretKeyRef:\n    name: NAME-OF-THE-SECRET\n    key: ${name.slice(0, 60)}`
    : 'Put it into a SealedSecret and refer to that; then change it, as it has been seen here.';
}

function decoded(value: string): string {
  const text = value.trim();
  if (text.length < 24 || text.length > LONGEST_ENCODED || !/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) {
    return '';
  }
  try {
    return atob(text);
  } catch (error) {
    if (error instanceof DOMException) {
      return '';
    }
    throw error;
  }
}
