import { type Fields, fieldsOf } from '#lib/domain/value/fields.ts';

/** A watch event that is there but for its version and its stamp, which are written over where they stand. */
export type LineTemplate = { bytes: Buffer; versionAt: number; stampAt: number };

/** Versions of a fixed width, above all that a generated platform gives. */
export const FIRST_VERSION = 1_000_000_000_000;
const STAMP_PLACE = 'stamp---';

/** @param application an Application as the API server lists it */
export function lineTemplate(application: Fields): LineTemplate {
  const { metadata, status } = application;
  const { sync } = fieldsOf(status);
  const bytes = Buffer.from(
    `${JSON.stringify({
      type: 'MODIFIED',
      object: {
        ...application,
        metadata: { ...fieldsOf(metadata), resourceVersion: String(FIRST_VERSION) },
        // A revision is what the rows show; 40 digits make it a commit.
        status: { ...fieldsOf(status), sync: { ...fieldsOf(sync), revision: `${STAMP_PLACE}${'0'.repeat(32)}` } },
      },
    })}\n`,
  );
  return { bytes, versionAt: bytes.indexOf(String(FIRST_VERSION)), stampAt: bytes.indexOf(STAMP_PLACE) };
}

export function fillLine({ bytes, versionAt, stampAt }: LineTemplate, version: number, stamp: string): Buffer {
  const line = Buffer.from(bytes);
  line.write(String(version), versionAt, 'latin1');
  line.write(stamp, stampAt, 'latin1');
  return line;
}
