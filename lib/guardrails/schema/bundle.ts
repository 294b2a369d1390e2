import type { Schema } from '#lib/domain/json-schema/schema.ts';

/** Definitions by name, and which of them each kind has. References are names of definitions. */
export type SchemaBundle = {
  /** For people: `the shipped schemas of Kubernetes 1.36`. */
  description: string;
  definitions: Record<string, Schema>;
  /** By `apiVersion/kind`, as in `apps/v1/Deployment`. */
  kinds: Record<string, string>;
};
