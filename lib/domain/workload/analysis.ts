/** What an analyser in the cluster found wrong with an object, and is still so: results vanish with what they are about. */
export type Analysis = {
  id: string;
  /** `namespace` is '' for what has none. */
  subject: { kind: string; namespace: string; name: string };
  /** What the object is part of, `Deployment/web`; '' where that was not told. */
  parent: string;
  errors: string[];
  /** What a model made of it, where the analyser asked one; '' where not. It may be wrong. */
  details: string;
};
