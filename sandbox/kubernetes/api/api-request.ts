import type { RequestContext } from '../../http/router.ts';
import type { User } from '../access/tokens.ts';
import type { ResourceType } from '../object.ts';
import type { IncludeObject } from '../table/table.ts';
import type { Representation } from './negotiation.ts';
import type { RequestInfo } from './request-info.ts';

/** A request for objects that is allowed and whose kind is served. */
export type ApiRequest = {
  info: RequestInfo;
  resource: ResourceType;
  query: URLSearchParams;
  representation: Representation;
  /** What rows of a table carry beside their cells. */
  include: IncludeObject;
  user: User;
  tokenId: string;
  http: RequestContext;
};
