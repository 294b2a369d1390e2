import { ApiError } from './status.ts';

/** In what shape objects go out: whole, as the rows kubectl prints, or their metadata alone. */
export type Representation = { as: 'object' | 'table' | 'partial'; version: 'v1' | 'v1beta1' };

const WHOLE: Representation = { as: 'object', version: 'v1' };

const SHAPES: Record<string, Representation['as']> = {
  Table: 'table',
  PartialObjectMetadata: 'partial',
  PartialObjectMetadataList: 'partial',
};

/** One entry of an Accept header: `application/json;as=Table;v=v1;g=meta.k8s.io`. */
export type AcceptedType = { type: string; parameters: Record<string, string> };

/** The entries of an Accept header in the order written; none stands for anything. */
export function readAccept(header: string | undefined): AcceptedType[] {
  return (header ?? '*/*').split(',').map((entry) => {
    const [type = '', ...parameters] = entry.split(';').map((part) => part.trim());
    return { type, parameters: Object.fromEntries(parameters.map((parameter) => splitOnce(parameter))) };
  });
}

function splitOnce(parameter: string): [string, string] {
  const at = parameter.indexOf('=');
  return at < 0 ? [parameter, ''] : [parameter.slice(0, at), parameter.slice(at + 1)];
}

/** Whether a media type can be answered with JSON. */
export function isJson(type: string): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*' || type === '';
}

/** The first shape asked for that can be had. Throws ApiError 406 where there is none. */
export function negotiate(header: string | undefined): Representation {
  for (const { type, parameters } of readAccept(header)) {
    const { as, g, v } = parameters;
    if (isJson(type) && as === undefined) {
      return WHOLE;
    }
    const shape = as === undefined ? undefined : SHAPES[as];
    if (isJson(type) && shape !== undefined && g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1')) {
      return { as: shape, version: v };
    }
  }
  throw new ApiError(406, 'NotAcceptable', 'only the following media types are accepted: application/json');
}
