import 'server-only';
import { type DestinationStream, type LoggerOptions, pino } from 'pino';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { withoutSecrets } from '#lib/domain/secret/without-secrets.ts';
import type { Log } from '#lib/ports/log.ts';

/** Names of fields that may hold something nobody must read in a log, at the top and one level down. */
const SECRET_FIELDS = [
  'token',
  'accessToken',
  'refreshToken',
  'clientSecret',
  'secret',
  'password',
  'authorization',
  'cookie',
  'values',
  'inputs',
];
const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/**
 * One JSON object a line on standard output. Errors are reduced to name, message and kind: what a failed request
 * held (headers, bodies) never gets into a log by way of an error's properties.
 * @param level from PORTOLAN_LOG_LEVEL; `info` where it is none of the known ones
 */
export function createLog(level: string | undefined, destination: DestinationStream = pino.destination(1)): Log {
  const options: LoggerOptions = {
    level: LEVELS.includes(level ?? '') ? (level ?? 'info') : 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' },
    serializers: { error: (error: unknown) => describeError(error) },
  };
  const logger = pino(options, destination);
  return {
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}

/** @param isOurs whether the stack may tell something: what another system did is in none of our lines */
function describeError(error: unknown, isOurs = true): Record<string, unknown> {
  if (!(error instanceof Error)) {
    return { message: withoutSecrets(String(error)) };
  }
  if (error instanceof SyntaxError) {
    // Its message, and with it its stack, quotes the text that could not be read.
    return { name: error.name, message: 'a text could not be read' };
  }
  const { name, cause } = error;
  const message = withoutSecrets(error.message);
  const isTheirs = !isOurs || error instanceof ExternalError;
  // A refusal is meant; where in the code it was said helps nobody.
  const isMeant = error instanceof PortalError && error.code !== 'unexpected';
  return {
    name,
    message,
    ...(error instanceof ExternalError ? { kind: error.kind, status: error.status } : {}),
    ...(isTheirs || isMeant || error.stack === undefined ? {} : { stack: withoutSecrets(error.stack) }),
    ...(cause === undefined ? {} : { cause: describeError(cause, !isTheirs) }),
  };
}
