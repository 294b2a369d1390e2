/** How much is asked of the portal, by whom. Methods throw `rate-limited` (PortalError) before anything is done. */
export interface RequestLimits {
  ofPerson(kind: 'commands' | 'reads', accountId: string): void;
  /** For those whom nobody knows yet, by the address that they come from. */
  ofAddress(kind: 'signIns' | 'webhooks' | 'strangers', headers: Headers): void;
}
