import {
  answers,
  answersPage,
  atFirst,
  changesAnswer,
  type ForgeFault,
  hangs,
  json,
  losesAnswer,
  refuses,
  resets,
} from './forge-fault.ts';

const goesOn = /goes on by itself|tries again/;
const sendAgain = /[Ss]end the form again/;

/** What goes wrong while branch, commit and merge request are made. */
export const OPENING_FAULTS: ForgeFault[] = [
  {
    name: 'the commit is made and its answer never comes',
    step: 'send',
    strike: ({ on }) => on('commit', atFirst(1, losesAnswer('hang'))),
    says: /no answer within .* tries again/,
  },
  {
    name: 'the commit is made and the connection is cut',
    step: 'send',
    strike: ({ on }) => on('commit', atFirst(1, losesAnswer('reset'))),
    says: /connection was cut.* tries again/,
  },
  {
    name: 'the connection is cut before the commit',
    step: 'send',
    strike: ({ on }) => on('commit', resets),
    says: /connection was cut.* tries again/,
  },
  {
    name: 'the commit is made and the answer is empty',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        atFirst(
          1,
          changesAnswer(() => ({ body: '' })),
        ),
      ),
    says: /another shape.* tries again/,
  },
  {
    name: 'the commit is made and the answer is cut off in its JSON',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        atFirst(
          1,
          changesAnswer(({ body }) => ({ body: body.slice(0, 40) })),
        ),
      ),
    says: /cut off or no JSON.* tries again/,
  },
  {
    name: 'the commit is made and half of the answer arrives before the connection ends',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        atFirst(
          1,
          changesAnswer(() => ({ delivery: 'cut' })),
        ),
      ),
    says: /tries again/,
  },
  {
    name: 'the commit is made and half of the answer arrives and no more',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        atFirst(
          1,
          changesAnswer(() => ({ delivery: 'half' })),
        ),
      ),
    says: /no answer within .* tries again/,
  },
  {
    name: 'the commit is made and the answer calls itself a text',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        atFirst(
          1,
          changesAnswer(() => ({ headers: { 'content-type': 'text/plain' } })),
        ),
      ),
    says: /another shape.* tries again/,
  },
  {
    name: 'the commit is made and the answer names another commit',
    step: 'send',
    strike: ({ on }) =>
      on(
        'commit',
        changesAnswer(({ body }) => ({ body: body.replace(/"id":"[0-9a-f]{40}"/, `"id":"${'f'.repeat(40)}"`) })),
      ),
    says: null,
  },
  {
    name: 'a commit is refused with 500',
    step: 'send',
    strike: ({ on }) => on('commit', refuses(500, '500 Internal Server Error')),
    says: /500 Internal Server Error.* tries again/,
  },
  {
    name: 'a proxy answers the commit with its error page',
    step: 'send',
    strike: ({ on }) => on('commit', answersPage(502)),
    says: /502.* tries again/,
  },
  {
    name: 'maintenance: 503 with Retry-After',
    step: 'send',
    strike: ({ on }) => on('everything', refuses(503, 'GitLab is down for maintenance', { 'retry-after': '30' })),
    says: /down for maintenance.*Nothing was sent.*Try again/,
  },
  {
    name: 'the rate limit, with when it is over',
    step: 'send',
    strike: ({ on }) => on('commit', refuses(429, 'Retry later', { 'retry-after': '42' })),
    says: /slow down.*in 42 s/,
  },
  {
    name: 'a second rate limit, in plain text and without a time',
    step: 'send',
    strike: ({ on }) =>
      on('commit', answers({ status: 429, headers: { 'content-type': 'text/plain' }, body: 'Retry later\n' })),
    says: /slow down.*goes on by itself/,
  },
  {
    name: 'a commit that the person may not make',
    step: 'send',
    strike: ({ on }) => on('commit', refuses(403, '403 Forbidden - You are not allowed to push into this branch')),
    says: /not allowed to push into this branch.*role Developer/,
    isFinal: true,
  },
  {
    name: 'a conflict over the branch',
    step: 'send',
    strike: ({ on }) => on('commit', refuses(409, 'Branch is being updated')),
    says: /Branch is being updated/,
    isFinal: true,
  },
  {
    name: 'a commit that cannot be processed',
    step: 'send',
    strike: ({ on }) => on('commit', refuses(422, 'Unprocessable')),
    says: sendAgain,
    isFinal: true,
  },
  {
    name: 'a commit that is too large for the proxy before it',
    step: 'send',
    strike: ({ on }) => on('commit', answersPage(413)),
    says: sendAgain,
    isFinal: true,
  },
  {
    name: 'the merge request is made and its answer never comes',
    step: 'send',
    strike: ({ on }) => on('open request', atFirst(1, losesAnswer('hang'))),
    says: /no answer within .* tries again/,
  },
  {
    name: 'the merge request is made and the forge says 500',
    step: 'send',
    strike: ({ on }) =>
      on(
        'open request',
        atFirst(
          1,
          changesAnswer(() => ({ status: 500, body: '{"message":"500"}' })),
        ),
      ),
    says: /500.* tries again/,
  },
  {
    name: 'another merge request of the branch is there already, made by an attempt that was forgotten',
    step: 'send',
    strike: ({ on }) =>
      on('open request', async (_, forward) => {
        await forward();
        const message = ['Another open merge request already exists for this source branch: !1'];
        return { status: 409, headers: json, body: JSON.stringify({ message }) };
      }),
    says: null,
  },
  {
    name: 'another merge request is said to be there, and is not',
    step: 'send',
    strike: ({ on }) => on('open request', refuses(409, 'Another open merge request already exists')),
    says: /already exists/,
    isFinal: true,
  },
  {
    name: 'a merge request that cannot be processed',
    step: 'send',
    strike: ({ on }) => on('open request', refuses(422, 'Title is too long')),
    says: /Title is too long.*[Ss]end the form again/,
    isFinal: true,
  },
  {
    name: 'a sign-in page instead of the merge request',
    step: 'send',
    strike: ({ on }) => on('open request', answersPage(200)),
    says: /web page.* tries again/,
  },
  {
    name: 'a redirect to a sign-in page instead of the merge request',
    step: 'send',
    strike: ({ on }) => on('open request', answers({ status: 302, headers: { location: 'https://sso.example/' } })),
    says: /302, it sends the portal to another address.* tries again/,
  },
  {
    name: 'the list of merge requests is no list',
    step: 'send',
    strike: ({ on }) => on('find request', answers({ body: '{"message":"x"}' })),
    says: /another shape.* tries again/,
  },
  {
    name: 'a repository that was renamed, so that every address redirects',
    step: 'send',
    strike: ({ on }) =>
      on('everything', answers({ status: 301, headers: { location: 'https://gitlab.example/api/v4/projects/7' } })),
    says: /another address: was it moved.*Nothing was sent/,
  },
  {
    name: 'a forge that is down',
    step: 'send',
    strike: ({ on }) => on('everything', resets),
    says: /does not answer as it should.*Nothing was sent/,
  },
  {
    name: 'a forge that never answers',
    step: 'send',
    strike: ({ on }) => on('everything', hangs),
    says: /does not answer as it should.*Nothing was sent/,
  },
  {
    name: 'an answer without end',
    step: 'send',
    strike: ({ on }) => on('branch', answers({ body: `"${'x'.repeat(9 * 1024 * 1024)}"` })),
    says: /larger than 8 MiB.*Nothing was sent/,
  },
  {
    name: 'a forge that is down while the form was checked already',
    step: 'send',
    strike: ({ onToken }) => onToken('requester', resets),
    says: goesOn,
  },
];
