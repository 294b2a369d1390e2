import type { RequestContext } from '../../http/router.ts';
import type { User } from '../access/tokens.ts';
import type { RequestInfo } from './request-info.ts';

/** Somebody's request that has been let in. */
export type Admitted = { context: RequestContext; info: RequestInfo; user: User; tokenId: string };
