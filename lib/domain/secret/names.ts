/**
 * How much a field's name says about its value. `password`: whatever stands there is one. `secret`: it is one when it looks random, since
 * such fields often hold the name of a Secret instead.
 */
export type SecretName = 'password' | 'secret' | null;

const PASSWORD_WORDS = new Set(['password', 'passwd', 'pwd', 'passphrase', 'pass', 'passwort']);
const SECRET_WORDS = new Set([
  'secret',
  'token',
  'apikey',
  'credential',
  'credentials',
  'auth',
  'authorization',
  'bearer',
  'cookie',
]);
/** Words that make a key out of what is before them: `api_key`, `privateKey`. */
const KEY_OWNERS = new Set([
  'api',
  'access',
  'private',
  'secret',
  'encryption',
  'signing',
  'account',
  'master',
  'ssh',
  'auth',
  'deploy',
  'license',
  'root',
  'session',
  'service',
  'webhook',
  'jwt',
  'hmac',
  'admin',
  'shared',
]);
/** Last words with which a name speaks about a secret without holding it: `passwordSecretName`, `tokenTTL`, `secretKeyRef`. */
const ABOUT_WORDS = new Set([
  'name',
  'names',
  'ref',
  'reference',
  'file',
  'path',
  'dir',
  'mount',
  'policy',
  'length',
  'ttl',
  'expiry',
  'expiration',
  'expires',
  'lifetime',
  'age',
  'enabled',
  'disabled',
  'required',
  'type',
  'algorithm',
  'issuer',
  'url',
  'uri',
  'endpoint',
  'host',
  'hint',
  'field',
  'selector',
  'claim',
  'header',
  'prefix',
  'suffix',
  'count',
  'limit',
  'id',
  'usage',
  'rotation',
  'namespace',
  'kind',
  'format',
  'method',
  'class',
  'store',
  'provider',
  'mode',
  'key',
  'keys',
  'label',
  'title',
  'description',
  'template',
  'minutes',
  'seconds',
  'hours',
  'days',
  'interval',
  'version',
  'public',
]);
const ABOUT_STARTS = new Set([
  'existing',
  'no',
  'has',
  'use',
  'enable',
  'disable',
  'require',
  'public',
  'max',
  'min',
  'create',
  'generate',
  'auto',
  'automount',
  'image',
]);

const LONGEST_NAME = 100;

/** Judges a field by its name: `DB_PASSWORD`, `apiKey`, `client-secret`; `tokenExpiry` and `existingSecret` are about something else. */
export function judgeName(name: string): SecretName {
  if (name.length > LONGEST_NAME) {
    return null;
  }
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  const before = words.at(-2) ?? '';
  const isKey = last === 'key' && KEY_OWNERS.has(before);
  const isAbout = (ABOUT_WORDS.has(last) && !isKey) || ABOUT_STARTS.has(words[0] ?? '');
  if (isAbout) {
    return null;
  }
  if (words.some((word) => PASSWORD_WORDS.has(word) || /(?:password|passwd)$/.test(word))) {
    return 'password';
  }
  return isKey || words.some((word) => SECRET_WORDS.has(word)) ? 'secret' : null;
}

/** `DB_API-keyValue` → `db`, `api`, `key`, `value`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
