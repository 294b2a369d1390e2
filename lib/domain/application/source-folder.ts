import type { ApplicationSource } from './application.ts';

/** The folder of its repository that a source reads, as paths are written in git; '' where it names none, or the whole. */
export function sourceFolder({ path = '' }: Pick<ApplicationSource, 'path'>): string {
  return path.replace(/^\.?\/+|\/+$/g, '');
}
