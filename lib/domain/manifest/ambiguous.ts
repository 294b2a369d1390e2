/** How the cluster reads a plain scalar where that differs from YAML 1.2; null where everyone agrees. */
export type OtherReading = { reading: string; changesType: boolean };

/** Longer plain scalars are text to every parser. */
const LONGEST = 40;
const TRUE = new Set(['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON']);
const FALSE = new Set(['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF']);
const OLD_OCTAL = /^[-+]?0[0-7]+$/;
const NEW_OCTAL = /^0o[0-7]+$/;
const BINARY = /^[-+]?0b[01]+$/;
const NUMBER = /^[-+]?(?:0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$/;
const BASE_60 = /^[-+]?[0-9]+(?::[0-5]?[0-9])+$/;

/**
 * Compares YAML 1.2 with what Kubernetes does: sigs.k8s.io/yaml reads by the rules of YAML 1.1 as go-yaml 2 has them
 * (resolve.go). Base 60 is not read there, but by other YAML 1.1 parsers such as PyYAML.
 */
export function otherReading(plain: string): OtherReading | null {
  if (plain.length === 0 || plain.length > LONGEST) {
    return null;
  }
  if (TRUE.has(plain) || FALSE.has(plain)) {
    return { reading: TRUE.has(plain) ? 'true' : 'false', changesType: true };
  }
  if (OLD_OCTAL.test(plain)) {
    const octal = Number.parseInt(plain, 8);
    return octal === Number(plain) ? null : { reading: `the number ${octal}`, changesType: false };
  }
  if (NEW_OCTAL.test(plain)) {
    return { reading: 'text, by older parsers', changesType: false };
  }
  if (BINARY.test(plain)) {
    return { reading: `the number ${Number.parseInt(plain.replace('0b', ''), 2)}`, changesType: true };
  }
  if (plain.includes('_') && NUMBER.test(plain.replaceAll('_', ''))) {
    return { reading: `the number ${Number(plain.replaceAll('_', ''))}`, changesType: true };
  }
  if (BASE_60.test(plain)) {
    return { reading: 'a number in base 60, by some parsers', changesType: false };
  }
  return null;
}
