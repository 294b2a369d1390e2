/** A text that tries to become code. `code` tells the page which one ran. */
const code = (id: number) => `(window.__ran=window.__ran||[]).push(${id})`;

/** Elements that run something; each would be found in the page by its mark, whether it ran or not. */
const ELEMENTS: ((id: number) => string)[] = [
  (id) => `<script data-xss>${code(id)}</script>`,
  (id) => `<img data-xss src=x onerror="${code(id)}">`,
  (id) => `<svg data-xss onload="${code(id)}">`,
  (id) => `<svg data-xss><script>${code(id)}</script></svg>`,
  (id) => `<svg data-xss><animate attributeName=x dur=1s onbegin="${code(id)}"></svg>`,
  (id) => `<svg data-xss><a xlink:href="javascript:${code(id)}"><text>x</text></a></svg>`,
  (id) => `<iframe data-xss srcdoc="<script>parent.eval('${code(id)}')</script>"></iframe>`,
  (id) => `<iframe data-xss src="javascript:parent.eval('${code(id)}')"></iframe>`,
  (id) => `<body data-xss onload="${code(id)}">`,
  (id) => `<details data-xss open ontoggle="${code(id)}">`,
  (id) => `<video data-xss><source onerror="${code(id)}"></video>`,
  (id) => `<input data-xss autofocus onfocus="${code(id)}">`,
  (id) => `<a data-xss href="javascript:${code(id)}">x</a>`,
  (id) => `<form data-xss action="javascript:${code(id)}"><button>x</button></form>`,
  (id) => `<button data-xss formaction="javascript:${code(id)}">x</button>`,
  (id) => `<object data-xss data="javascript:${code(id)}"></object>`,
  (id) => `<embed data-xss src="javascript:${code(id)}">`,
  (id) => `<meta data-xss http-equiv="refresh" content="0;url=javascript:${code(id)}">`,
  () => '<base data-xss href="https://evil.example/">',
  () => '<link data-xss rel="stylesheet" href="https://evil.example/x.css">',
  () => '<style data-xss>@import url(https://evil.example/x.css);*{background:url(https://evil.example/x)}</style>',
  (id) => `<marquee data-xss onstart="${code(id)}">x</marquee>`,
  (id) =>
    `<math data-xss><mtext><table><mglyph><style><img src=x onerror="${code(id)}"></style></mglyph></table></mtext></math>`,
  (id) => `<noscript><p title="</noscript><img data-xss src=x onerror=${code(id)}>"></noscript>`,
];
/** What ends the surroundings that a text may stand in. */
const BREAKS = ['', '">', "'>", '</title>', '</textarea></pre>', '</script>', '-->', ']]>'];
/** Those that need no element. */
const BARE: ((id: number) => string)[] = [
  (id) => `';${code(id)};//`,
  (id) => `\\";${code(id)};//`,
  (id) => `\u2028${code(id)}`,
  (id) => `\${${code(id)}}`,
  (id) => `{{constructor.constructor('${code(id)}')()}}`,
  (id) => `\\u003cscript\\u003e${code(id)}\\u003c/script\\u003e`,
  (id) => `&lt;img data-xss src=x onerror=${code(id)}&gt;`,
  (id) => `" data-xss onmouseover="${code(id)}" autofocus onfocus="${code(id)}" x="`,
];

/** The first `count` of 200: every element behind every break, then what needs no element. */
export function textPayloads(count: number): string[] {
  const all = [
    ...BARE,
    ...BREAKS.flatMap((breaks) => ELEMENTS.map((element) => (id: number) => `${breaks}${element(id)}`)),
  ];
  return all.slice(0, count).map((payload, id) => payload(id));
}

/** Names that every object has from its prototype: what is looked up by them must not be found. */
export const PROTOTYPE_NAMES = ['constructor', '__proto__', 'toString'];

/** Addresses that are code, or that lead elsewhere than they say. */
export function linkPayloads(): string[] {
  const run = code(1000);
  const spellings = [
    'javascript:',
    'JaVaScRiPt:',
    'java\tscript:',
    'java\nscript:',
    'java\r\nscript:',
    ' javascript:',
    '\u0001javascript:',
    '\u00a0javascript:',
    '\ufeffjavascript:',
    'javascript\u0000:',
    'javascript://%0a',
    'javascript://gitlab.homelab.local/%0a',
    'feed:javascript:',
    'view-source:javascript:',
    'jar:javascript:',
    'vbscript:',
    'livescript:',
    'mocha:',
  ];
  return [
    ...spellings.map((scheme) => `${scheme}${run}`),
    `data:text/html,<script data-xss>${run}</script>`,
    `data:text/html;base64,${Buffer.from(`<script>${run}</script>`).toString('base64')}`,
    `data:image/svg+xml,<svg onload="${run}">`,
    `blob:https://evil.example/${run}`,
    'file:///etc/passwd',
    'ftp://evil.example/x',
    '//evil.example/x',
    '\\\\evil.example\\x',
    '/\\evil.example/x',
    '/\t/evil.example/x',
    'https:evil.example',
    'https://gitlab.homelab.local@evil.example/x',
    'https://gitlab.homelab.local:443@evil.example/x',
    'https://gitlab.homelab.local\\@evil.example/x',
  ];
}
