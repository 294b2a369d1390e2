import type { SandboxClock } from '../../clock.ts';
import type { Authorizer } from '../access/authorizer.ts';
import type { Tokens } from '../access/tokens.ts';
import type { ResourceRegistry } from '../crds/registry.ts';
import type { OpenApiSource } from '../discovery/openapi-document.ts';
import type { KubeObject, ResourceType } from '../object.ts';
import type { ObjectStore } from '../store.ts';
import type { WatchHub } from '../watch/watch-hub.ts';

/**
 * Completes and checks an object that is about to be written, as defaulting, validation and admission do. `before` is
 * what is stored under its name. Throws an error with the `reason` of a Status where it must not be written.
 */
export type Prepare = (object: KubeObject, resource: ResourceType, before: KubeObject | undefined) => KubeObject;

/** The parts that requests are answered from. */
export type ApiServer = {
  store: ObjectStore;
  clock: SandboxClock;
  registry: ResourceRegistry;
  tokens: Tokens;
  authorizer: Authorizer;
  hub: WatchHub;
  openApi: OpenApiSource;
  prepare: Prepare;
};
