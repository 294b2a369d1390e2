import { cutText } from '../value/fields.ts';
import { judgeValue } from './judge.ts';
import { findAssignments } from './text.ts';
import { findTokens } from './tokens.ts';

/** What stands where a credential stood. */
const HIDDEN = '[hidden]';
/** Looked through at most; what is longer is cut before, so that the end cannot hide half a credential. */
const MOST_CHARACTERS = 20_000;
/** No text without one of these holds any of the others. */
const WORTH_A_LOOK = /[:=@]|[A-Za-z0-9_.-]{16}|-----BEGIN/;

/** The user of an address, whole: often it is the token that stands for the name. */
const ADDRESS_USER = /(?<=:\/\/)[^\s/?#"'<>`]{1,500}@(?=[\w[])/g;
/** One whose password has a slash in it, which no address may; a port before a path is none. */
const ODD_ADDRESS_USER = /(?<=:\/\/)[^\s/?#"'<>`:@]{1,100}:(?!\d{1,5}\/)[^\s?#"'<>`@]{1,300}@(?=[\w[])/g;
/** What a Secret holds, as JSON, as JSON in a string, and as Go prints it. */
const SECRET_DATA = [
  /(?<=\\?"(?:stringData|data)\\?"\s{0,4}:\s{0,4}\{)[^{}]{1,8000}(?=\})/g,
  /(?<=\b(?:stringData|data):map\[)[^\][]{1,8000}(?=\])/g,
];
/** What the API server quotes when it refuses a Secret; it escapes quotes inside. */
const REFUSED_VALUE = /(?<=\bInvalid value: )(?:"(?:[^"\\]|\\.){0,8000}"|[^\s:"]{1,8000})/g;
const BEARER = /(?<=\b(?:Bearer|Basic) {1,3})[\w+/=.~-]{8,2000}/gi;
const KEY_BODY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY[^\n]{0,20}|$)/g;

/**
 * A text of another system as it may be shown and logged: messages quote what was refused, and so carry the passwords of
 * addresses, tokens, and the content of Secrets. Whatever looks like one is hidden; the rest of the text stays.
 */
export function withoutSecrets(text: string): string {
  if (!WORTH_A_LOOK.test(text)) {
    return text;
  }
  const shaped = SECRET_DATA.reduce((rest, data) => rest.replace(data, HIDDEN), cutText(text, MOST_CHARACTERS))
    .replace(KEY_BODY, HIDDEN)
    .replace(ADDRESS_USER, '')
    .replace(ODD_ADDRESS_USER, '')
    .replace(BEARER, HIDDEN);
  const refused = /\bSecret\b/.test(shaped) ? shaped.replace(REFUSED_VALUE, HIDDEN) : shaped;
  return hideNamed(hideTokens(refused));
}

function hideTokens(text: string): string {
  return findTokens(text).reduce((rest, token) => rest.replaceAll(token.text, HIDDEN), text);
}

/** `password=…` and the like, each where it stands. */
function hideNamed(text: string): string {
  const named = findAssignments(text).filter(({ name, value }) => judgeValue(name, value) !== null);
  return named.reduceRight((rest, { at, value }) => {
    const start = rest.indexOf(value, at);
    return start < 0 ? rest : `${rest.slice(0, start)}${HIDDEN}${rest.slice(start + value.length)}`;
  }, text);
}
