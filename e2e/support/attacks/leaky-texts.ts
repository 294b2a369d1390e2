/** How systems quote secrets in what they tell; the texts are theirs, shortened. */
const QUOTES: ((secret: string) => string)[] = [
  (secret) => `rpc error: authentication required: https://argocd:${secret}@gitlab.lan/a.git`,
  (secret) => `failed to fetch https://${secret}@gitlab.lan/a.git: exit status 128`,
  (secret) => `helm template . --set db.password=${secret}`,
  (secret) => `Secret "db" is invalid: data[password]: Invalid value: "${secret}"`,
  (secret) => `{"apiVersion":"v1","data":{"password":"${secret}"},"kind":"Secret"}`,
  (secret) => `patch: Invalid value: "{\\"stringData\\":{\\"p\\":\\"${secret}\\"}}"`,
  (secret) => `Authorization: Bearer ${secret}`,
  (secret) => `https://gitlab.lan/x.git?private_token=${secret}`,
  (secret) => `postgres://app:${secret}@db:5432/app`,
  (secret) => `map[data:map[password:${secret}] kind:Secret]`,
  (secret) => `export GITLAB_TOKEN=${secret}`,
  (secret) => `token ${secret} was refused`,
];

/** One of the ways in which a message gives a secret away. */
export function quote(which: number, secret: string): string {
  return QUOTES[which % QUOTES.length]?.(secret) ?? secret;
}

/** Whether nothing but its own shape tells that the secret is one. */
export function isBare(which: number): boolean {
  return which % QUOTES.length === QUOTES.length - 1;
}
