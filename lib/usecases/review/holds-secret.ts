import { isRecord } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { findUrlPasswords } from '#lib/domain/secret/text.ts';
import { isHarmless } from '#lib/domain/secret/values.ts';
import { findCredential } from '#lib/gateway/index.ts';
import { findSecretsIn } from '#lib/guardrails/index.ts';

/** Longer texts are not looked through, and so taken for what may hold one. */
const LONGEST_LOOKED_AT = 40_000;
const SECRETS = ['Secret', 'SealedSecret'];

/** Why a text is not to be shown to a model, in words; null where nothing is known against it. */
export function whySecret(text: string): string | null {
  if (text.length > LONGEST_LOOKED_AT) {
    return 'more text than is looked through for secrets';
  }
  const credential = findCredential(text);
  if (credential !== null) {
    return credential.what;
  }
  return findUrlPasswords(text).some(({ password }) => !isHarmless(password)) ? 'an address with a password' : null;
}

/** Whether a file of a change is not to be shown to a model: by its text, by its kinds, or by the values of its fields. */
export function fileHoldsSecret(text: string | null): boolean {
  if (text === null) {
    return false;
  }
  const isSecret = (document: unknown) =>
    (isRecord(document) && SECRETS.includes(String(document.kind))) || findSecretsIn(document).length > 0;
  return whySecret(text) !== null || parseManifest(text).documents.some(({ value }) => isSecret(value));
}
