import { z } from 'zod';

/** A time as text, in ms since 1970; null where there is none that can be read. */
export const LenientTime = z
  .string()
  .nullish()
  .transform((text) => (text == null || Number.isNaN(Date.parse(text)) ? null : Date.parse(text)));
