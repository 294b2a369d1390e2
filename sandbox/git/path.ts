/** Whether a path can be that of something in a repository; git refuses even to look for others. */
export function isInsideRepository(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
}
