import { ExternalError } from '#lib/domain/error/external-error.ts';
import { fieldsOf, flagOf, textOf } from '#lib/domain/value/fields.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { AccessQuestion, Cluster } from '#lib/ports/cluster.ts';
import { type ConnectionOptions, createConnection } from './connection.ts';
import { qualifiedName, sourceOf } from './kind-names.ts';
import { createPulse } from './pulse.ts';
import { ACCESS_REVIEW_PATH, SELF_REVIEW_PATH } from './read-only.ts';
import { createReflector } from './reflector.ts';

export type ClusterOptions = ConnectionOptions & {
  /** 0 to 1, for jitter. */
  random: () => number;
  /** Told of every failure of a reflection, with the id of its source. */
  report?: (source: string, error: unknown) => void;
  /** Who would see that something is old. */
  attention?: Attention;
};

/** A cluster whose connections can be closed for good. */
export type OpenCluster = Cluster & { close(): void };

/** A cluster to read, over one connection. Nothing is sent before somebody asks for something. */
export function createCluster(options: ClusterOptions): OpenCluster {
  const { clock, random, report, attention } = options;
  const connection = createConnection(options);
  const pulse = createPulse(connection, clock, random);
  return {
    id: connection.id,
    label: connection.label,
    reflect(kind, sink) {
      const { id } = sourceOf(kind, connection);
      const told = report === undefined ? {} : { report: (error: unknown) => report(id, error) };
      const seen = attention === undefined ? {} : { attention };
      return createReflector({ connection, kind, sink, clock, random, pulse, ...told, ...seen });
    },
    get: (path, signal) =>
      connection.readJson(
        { method: 'GET', path },
        { operation: `get ${path}`, purpose: 'read', signal: orNever(signal) },
      ),
    async whoAmI(signal) {
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
      try {
        const answer = await connection.readJson(
          { method: 'POST', path: SELF_REVIEW_PATH, body },
          { operation: 'ask who it is', purpose: 'read', signal: orNever(signal) },
        );
        return textOf(fieldsOf(fieldsOf(fieldsOf(answer).status).userInfo).username) || null;
      } catch (error) {
        // It came with Kubernetes 1.28.
        if (error instanceof ExternalError && error.kind === 'not-found') {
          return null;
        }
        throw error;
      }
    },
    async may(question, signal) {
      const body = accessReview(question);
      const operation = `ask whether it may ${question.verb} ${qualifiedName(question)}`;
      const answer = await connection.readJson(
        { method: 'POST', path: ACCESS_REVIEW_PATH, body },
        { operation, purpose: 'read', signal: orNever(signal) },
      );
      return flagOf(fieldsOf(fieldsOf(answer).status).allowed);
    },
    close: () => connection.close(),
  };
}

function accessReview({ verb, group, resource, namespace, name }: AccessQuestion) {
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {
      resourceAttributes: {
        verb,
        group,
        resource,
        ...(namespace === undefined ? {} : { namespace }),
        ...(name === undefined ? {} : { name }),
      },
    },
  };
}

function orNever(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}
