type ResourceAttributes = {
  verb?: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
};

/** What a review is posted with; everything else in it is echoed. */
export type Review = {
  spec?: {
    resourceAttributes?: ResourceAttributes;
    nonResourceAttributes?: { verb?: string; path?: string };
    namespace?: string;
  };
};
