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

/** `nonce` is empty where no ID token could hold it. */
export type SignInStart = { redirectUrl: string; state: string; nonce: string; codeVerifier: string };

/** A server that people sign in with: OpenID Connect, or OAuth 2.0 with an API that tells who it is. Methods throw ExternalError. */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  /** As it stands in the identity of everybody whom it proves. */
  readonly issuer: string;
  start(): Promise<SignInStart>;
  /** Checks state, PKCE and, where there is an ID token, nonce, issuer and audience; gives who it is with their own tokens. */
  finish(
    callbackUrl: URL,
    started: Omit<SignInStart, 'redirectUrl'>,
  ): Promise<{ identity: Identity; tokens: TokenSet }>;
  /** Trades a refresh token, which can be used once. */
  refresh(refreshToken: string): Promise<TokenSet>;
  /** Asks again who the holder of the token is, for groups that changed. */
  identify(accessToken: string, subject: string): Promise<Identity>;
  /** Takes a pair back, where the provider has a way to. One that is unknown there is taken back already. */
  revoke(tokens: Pick<TokenSet, 'accessToken' | 'refreshToken'>): Promise<void>;
}
