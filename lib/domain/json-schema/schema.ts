export type SchemaType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';

/** JSON Schema as form pages use it (draft 7) and as Kubernetes publishes it in `/openapi/v3`. Other keys are ignored. */
export type Schema = {
  $ref?: string;
  type?: SchemaType | SchemaType[];
  title?: string;
  description?: string;
  default?: unknown;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  minProperties?: number;
  maxProperties?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  /** A flag beside `minimum` in OpenAPI 3.0, a limit of its own in JSON Schema. */
  exclusiveMinimum?: boolean | number;
  exclusiveMaximum?: boolean | number;
  multipleOf?: number;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  not?: Schema;
  if?: Schema;
  then?: Schema;
  else?: Schema;
  /** By field: the fields that must be there with it, or a schema that then holds too. */
  dependencies?: Record<string, string[] | Schema>;
  definitions?: Record<string, Schema>;
  nullable?: boolean;
  'x-kubernetes-int-or-string'?: boolean;
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  /** The value is an object of the API itself: it has apiVersion, kind and metadata. */
  'x-kubernetes-embedded-resource'?: boolean;
};

/** One thing that is wrong with a value. */
export type SchemaIssue = {
  path: readonly (string | number)[];
  /** The keyword that does not hold; `unknown` for a field that a closed object does not have. */
  keyword: keyof Schema | 'unknown' | 'budget';
  /** What the keyword asks for: the types, the limit, the allowed values, the known fields. */
  expected: unknown;
  value: unknown;
  /** The schema that the keyword stands in. */
  schema: Schema;
};

export type ValidationOptions = {
  /** Finds what `$ref` names; null when there is no such schema, which then holds for everything. */
  resolve(reference: string): Schema | null;
  /** Objects that list their fields have no others unless the schema says so, as Kubernetes has it. */
  closed: boolean;
  /** An optional field that is null counts as left out, as Kubernetes has it. */
  nullIsAbsent: boolean;
  /** Whether a value is of a format; formats that nobody knows hold. */
  hasFormat(format: string, value: unknown): boolean;
};
