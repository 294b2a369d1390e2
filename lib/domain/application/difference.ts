/** One object as it is and as git wants it, both as YAML that may be shown: without what Secrets hold. */
export type ObjectDifference = {
  /** Null where it is not in the cluster. */
  live: string | null;
  /** Null where git no longer has it. */
  wanted: string | null;
  /** Values were left out because they are, or look like, credentials. */
  isHidden: boolean;
  /** Something was left out because it is too long. */
  isCut: boolean;
};
