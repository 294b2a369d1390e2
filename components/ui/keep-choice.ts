const KEPT_SECONDS = 365 * 24 * 3_600;

/** The cookie that keeps how somebody likes things to look for a year, as `document.cookie` takes it; null removes it. */
export function choiceCookie(name: string, choice: string | null, isSecure: boolean): string {
  return `${name}=${choice ?? ''}; Path=/; Max-Age=${choice === null ? 0 : KEPT_SECONDS}; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}

/** Keeps a choice where the server reads it too, so that its next page looks so at once. */
export function keepChoice(name: string, choice: string | null): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the portal is served without TLS.
  document.cookie = choiceCookie(name, choice, window.location.protocol === 'https:');
}
