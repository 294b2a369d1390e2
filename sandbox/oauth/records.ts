/** An OAuth application that was registered with a server. */
export type ApplicationRecord = {
  id: number;
  name: string;
  clientId: string;
  secretDigest: string;
  redirectUris: string[];
  scopes: string[];
  isTrusted: boolean;
  isConfidential: boolean;
};

/** What proves later that it is the one who began (RFC 7636). */
export type Challenge = { method: 'S256' | 'plain'; value: string };

/** An authorization code that was handed out. */
export type GrantRecord = {
  digest: string;
  applicationId: number;
  userId: number;
  redirectUri: string;
  scopes: string[];
  nonce: string | null;
  challenge: Challenge | null;
  /** When the person had signed in. */
  signedInAt: number;
  createdAt: number;
  /** A code works once. */
  isUsed: boolean;
};

/** A browser that is signed in. */
export type SessionRecord = { digest: string; userId: number; signedInAt: number; expiresAt: number };
