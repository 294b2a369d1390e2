/** The domain writes bytes in its sentences the same way. */
export { formatBytes } from '#lib/domain/quantity/format-bytes.ts';
