/** Who signed in, as the provider says. Identity is issuer and subject, never an e-mail address. */
export type Identity = {
  issuer: string;
  subject: string;
  username: string;
  name: string;
  avatarUrl: string | null;
  groups: string[];
};

export type TokenSet = {
  accessToken: string;
  refreshToken: string | null;
  /** ms since 1970; null when the provider did not say. */
  expiresAt: number | null;
};

export type SignInStart = { redirectUrl: string; state: string; nonce: string; codeVerifier: string };

/** An OpenID Connect provider. Methods throw ExternalError. */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  start(): Promise<SignInStart>;
  /** Checks state, nonce, PKCE, issuer and audience, and gives who it is with their own tokens. */
  finish(
    callbackUrl: URL,
    started: Omit<SignInStart, 'redirectUrl'>,
  ): Promise<{ identity: Identity; tokens: TokenSet }>;
  /** Trades a refresh token, which can be used once. */
  refresh(refreshToken: string): Promise<TokenSet>;
  /** Asks again who the holder of the token is, for groups that changed. */
  identify(accessToken: string, subject: string): Promise<Identity>;
  revoke(token: string): Promise<void>;
}
