/**
 * Makes `instanceof` true for the errors of every copy of a class. Next bundles what several of its entries use more than
 * once: without this a route would not know an error that the portal's services threw. Subclasses stay told apart.
 * @param name the same in all copies, and no other class's
 */
export function knownByMark(type: abstract new (...args: never[]) => Error, name: string): void {
  const mark = Symbol.for(`portolan.${name}`);
  Object.defineProperty(type.prototype, mark, { value: true });
  Object.defineProperty(type, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === type
        ? typeof value === 'object' && value !== null && mark in value
        : Function.prototype[Symbol.hasInstance].call(this, value);
    },
  });
}
