/** How differences are shown: removed and added lines one below the other, or beside each other. */
export type DiffStyle = 'unified' | 'split';

export const DIFF_COOKIE = 'portolan_diff';

/** The choice in a cookie's value; anything else is `unified`. */
export function readDiffStyle(value: string | undefined): DiffStyle {
  return value === 'split' ? 'split' : 'unified';
}
