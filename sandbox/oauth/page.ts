import { escapeHtml } from '../html.ts';
import type { Reply } from '../http/router.ts';

export type Page = {
  /** Whose page it is: GitLab, Gitea, GitHub. */
  product: string;
  title: string;
  status?: number;
  /** Ready HTML: everything foreign in it was escaped by who made it. */
  body: string;
  /** Who is signed in, with a form to sign out. */
  signedIn?: { name: string; formToken: string; signOutPath: string } | null;
  headers?: Record<string, string>;
};

const STYLE = `
:root { color-scheme: light dark; --text: #1f1e24; --soft: #626168; --line: #dcdcde; --back: #fbfafd; --card: #fff;
  --accent: #1f75cb; --accent-text: #fff; --note: #fdf1dd; --note-text: #5c2900; --bad: #ae1800; --add: #ecfdf0; --del: #fbe9eb; }
@media (prefers-color-scheme: dark) { :root { --text: #ececef; --soft: #a4a3a8; --line: #434248; --back: #18171d;
  --card: #28272d; --accent: #63a6e9; --accent-text: #0b2640; --note: #3f2a08; --note-text: #fdd39a; --bad: #fcb5aa;
  --add: #12361f; --del: #4a1b1c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .75rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--card); }
header .brand { font-weight: 650; text-decoration: none; color: inherit; }
header form { margin-left: auto; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; overflow-wrap: anywhere; }
main.narrow { max-width: 26rem; }
h1 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .75rem; } h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .4rem; }
.note { background: var(--note); color: var(--note-text); padding: .6rem .8rem; border-radius: .4rem; margin: 0 0 1.25rem; }
.bad { color: var(--bad); font-weight: 600; } .soft { color: var(--soft); }
a { color: var(--accent); } code, pre { font: .875rem/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; }
pre .add { background: var(--add); } pre .del { background: var(--del); }
label { display: block; font-weight: 600; margin-top: .75rem; }
input { width: 100%; font: inherit; color: inherit; padding: .5rem .6rem; margin-top: .2rem; background: var(--card);
  border: 1px solid var(--soft); border-radius: .35rem; }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: .35rem;
  padding: .5rem .8rem; cursor: pointer; }
button.main { width: 100%; margin-top: 1rem; background: var(--accent); color: var(--accent-text); border-color: transparent;
  font-weight: 600; }
button.person { display: block; width: 100%; text-align: left; margin-bottom: .5rem; }
button.person span { display: block; color: var(--soft); font-size: .875rem; }
button:hover { filter: brightness(.97); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--line); vertical-align: top; }
`;

/** A page with the product's name on it that says it is the sandbox's. No scripts, no foreign resources. */
export function htmlPage(page: Page): Reply {
  const signedIn = page.signedIn ?? null;
  const product = escapeHtml(page.product);
  const account =
    signedIn === null
      ? ''
      : `<form method="post" action="${signedIn.signOutPath}">
<input type="hidden" name="authenticity_token" value="${signedIn.formToken}">
<span class="soft">${escapeHtml(signedIn.name)}</span> <button>Sign out</button></form>`;
  return {
    status: page.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...page.headers,
    },
    body: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} · ${product} (sandbox)</title><style>${STYLE}</style></head>
<body><header><a class="brand" href="/">${product} <span class="soft">of the sandbox</span></a>${account}</header>
${page.body}
</body></html>
`,
  };
}
