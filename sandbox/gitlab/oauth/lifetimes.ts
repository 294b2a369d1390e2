/** An authorization code works this long. */
export const CODE_MS = 10 * 60 * 1000;

/** An access token works this long; its refresh token until it is used. */
export const ACCESS_TOKEN_SECONDS = 7200;

/** Revoked tokens are remembered this long after they would have ended, so that they are told apart from unknown ones. */
export const KEPT_AFTER_END_MS = 7 * 24 * 60 * 60 * 1000;
