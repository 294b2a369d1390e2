const PLACEHOLDERS = new Set([
  'changeme',
  'changeit',
  'change-me',
  'change_me',
  'replaceme',
  'replace-me',
  'replace_me',
  'placeholder',
  'example',
  'todo',
  'tbd',
  'none',
  'null',
  'nil',
  'redacted',
  'hidden',
  'secret',
  'password',
  'passwd',
  'token',
  'true',
  'false',
  'yes',
  'no',
  'on',
  'off',
  'optional',
  'required',
  'default',
  'string',
  'text',
  'plain',
  'random',
  'generated',
  'undefined',
  'xxx',
  'basic',
  'bearer',
]);

/** Whether a text stands where a secret would go without being one: empty, a placeholder, a reference, a number, a path. */
export function isHarmless(text: string): boolean {
  const value = text.trim();
  const lower = value.toLowerCase();
  return (
    value.length < 4 ||
    PLACEHOLDERS.has(lower) ||
    /^(?:change|replace|insert|enter|set|fill|put|add|your|my|some|the|a|an|see|use|example|dummy|fake|sample|test)[-_ ]/.test(
      lower,
    ) ||
    /^[<[({].*[>\])}]$/.test(value) ||
    /[$%@][{(]|\{\{|<[a-z_ -]+>|^\$[A-Za-z_]|^%[A-Z_]+%$|\*{3}|x{4}|\.{3}|…/i.test(value) ||
    /^(?:vault|ref\+|op|secretref|env|file|gcpsm|awssm|keyring|secret):/i.test(value) ||
    /^(?:\/|\.\/|\.\.\/|~\/)[\w./-]*$/.test(value) ||
    /^[-+]?[\d.,_:]+[a-zµ%]{0,3}$/i.test(value) ||
    /^(?:AES|RSA|HS|RS|ES|SHA|HMAC|ED|PBKDF|BCRYPT|ARGON)[\w-]{0,12}$/i.test(value)
  );
}

const HEX = /^[0-9a-f]+$/i;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHORTEST_RANDOM = 16;

/** Whether a text looks drawn by lot rather than written by a person. Names, versions, hosts, digests and UUIDs do not. */
export function looksRandom(text: string): boolean {
  const value = text.trim();
  if (value.length < SHORTEST_RANDOM || /\s/.test(value) || UUID.test(value) || isDigest(value) || isWords(value)) {
    return false;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].filter((kind) => kind.test(value)).length;
  if (HEX.test(value)) {
    return value.length >= 24 && kinds >= 2 && entropyOf(value) > 2.8;
  }
  return kinds >= 2 && entropyOf(value) > 3.3;
}

/** `sha256:…` and the like name content and open nothing. */
function isDigest(value: string): boolean {
  return /^(?:sha1|sha224|sha256|sha384|sha512|md5)[:-]/i.test(value);
}

/** Names made of words: `gitlab-runner-token`, `web.shop.svc.cluster.local`, `registry/team/app:1.2.3`, `https://host/path`. */
function isWords(value: string): boolean {
  return value
    .split(/[^A-Za-z0-9]+/)
    .every((part) => /^(?:[A-Za-z][a-z]{0,20}|[A-Z]{1,20}|v?\d{1,8}|[a-z]{1,20}\d{0,4}|)$/.test(part) || isCamel(part));
}

function isCamel(part: string): boolean {
  return part.length <= 40 && /^[a-z]{2,20}(?:[A-Z][a-z]{1,20})+$/.test(part);
}

/** Shannon entropy in bits a character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** The most of a secret that may be shown, so that its owner can tell which one it is. */
export function hint(secret: string): string {
  return `${Array.from(secret)
    .slice(0, Math.min(4, Math.floor(secret.length / 3)))
    .join('')}…`;
}
