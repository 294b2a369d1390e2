/** SQLite's numbers for what went wrong; the lower eight bits say the kind. */
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const UNIQUE = [2067, 1555];
const NOT_NULL = [1299];
const REFERENCE = [787, 1811];

/** An error in the shape by which Prisma knows those of its drivers. */
export class SqliteDriverError extends Error {
  override readonly cause: { kind: string; [detail: string]: unknown };

  constructor(message: string, cause: SqliteDriverError['cause']) {
    super(message);
    this.name = 'DriverAdapterError';
    this.cause = cause;
  }
}

/** Whether another process holds the file. */
export function isBusy(error: unknown): boolean {
  return isOfKind(codeOf(error) ?? 0, BUSY);
}

/** Whether the file is none of SQLite's. */
export function isForeignFile(error: unknown): boolean {
  return isOfKind(codeOf(error) ?? 0, NOT_A_DATABASE);
}

/** Whether what is in the file is no database any more. */
export function isDamaged(error: unknown): boolean {
  return isOfKind(codeOf(error) ?? 0, CORRUPT) || isForeignFile(error);
}

/** Whether a row was refused because another has what only one may have. */
export function isUniqueViolation(error: unknown): boolean {
  return UNIQUE.includes(codeOf(error) ?? 0);
}

function isOfKind(code: number, kind: number): boolean {
  return (code & 0xff) === kind;
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** What the driver threw, as Prisma understands it. What is none of SQLite's own errors is given back as it is. */
export function toDriverError(error: unknown): unknown {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined) {
    return error;
  }
  const { message } = error;
  return new SqliteDriverError(message, {
    originalCode: String(code),
    originalMessage: message,
    ...causeOf(code, message),
  });
}

function causeOf(code: number, message: string): SqliteDriverError['cause'] {
  if (UNIQUE.includes(code)) {
    return { kind: 'UniqueConstraintViolation', constraint: { fields: fieldsIn(message) } };
  }
  if (NOT_NULL.includes(code)) {
    return { kind: 'NullConstraintViolation', constraint: { fields: fieldsIn(message) } };
  }
  if (REFERENCE.includes(code)) {
    return { kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } };
  }
  return isOfKind(code, BUSY) ? { kind: 'SocketTimeout' } : { kind: 'sqlite', extendedCode: code, message };
}

/** `UNIQUE constraint failed: Account.issuer, Account.subject` names the columns. */
function fieldsIn(message: string): string[] {
  const [, columns = ''] = message.split('constraint failed: ');
  return columns.split(', ').map((column) => column.split('.').at(-1) ?? column);
}
