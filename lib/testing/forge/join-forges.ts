import type { Forge, ForgeHost } from '#lib/ports/forge.ts';

/** One forge with the repositories of several, by their paths; the first of them knows the people. */
export function joinForges(byPath: ReadonlyMap<string, ForgeHost>): ForgeHost {
  const [first] = byPath.values();
  if (first === undefined) {
    throw new RangeError('a forge has a repository');
  }
  return {
    ...first,
    as(credential) {
      const forges = new Map([...byPath].map(([path, host]) => [path, host.as(credential)]));
      const own = first.as(credential);
      const dispatch =
        (method: keyof Forge) =>
        (path?: string, ...args: unknown[]) => {
          const forge = forges.get(path ?? '') ?? own;
          return (forge[method] as (...all: unknown[]) => unknown)(path, ...args);
        };
      return Object.fromEntries(Object.keys(own).map((method) => [method, dispatch(method as keyof Forge)])) as never;
    },
  };
}
