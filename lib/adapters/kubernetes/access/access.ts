/** How to reach an API server and who to be there. */
export type Access = {
  /** May end in a path, as behind Rancher. */
  server: URL;
  /** `Authorization` and impersonation. Never printed. */
  headers: Readonly<Record<string, string | string[]>>;
  tls: TlsOptions;
};

export type TlsOptions = {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
};

/** Where access comes from. Files and plugins behind it change while the portal runs: tokens rotate about hourly. */
export interface AccessSource {
  /** Access as of now. Throws ExternalError of kind `auth` when it cannot be had. */
  read(): Promise<Access>;
  /** Forgets what was read before, because the server no longer accepts it. */
  forget(): void;
}

/** Where a cluster is and how to sign in to it: exactly one of the three ways. */
export type AccessOptions =
  | { path: string; context?: string }
  | { inCluster: true; server?: string; folder?: string }
  | {
      server: string;
      token?: string;
      tokenFile?: string;
      caFile?: string;
      /** PEM. */
      caData?: string;
      /** Does not check the server's certificate. */
      insecure?: boolean;
    };
