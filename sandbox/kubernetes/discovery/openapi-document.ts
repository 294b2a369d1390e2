/** An OpenAPI 3 document whose component schemas carry `x-kubernetes-group-version-kind`. */
export type OpenApiDocument = Record<string, unknown>;

/** Documents by group and version, as `v1` and `apps/v1`. */
export type OpenApiSource = () => Record<string, OpenApiDocument>;
