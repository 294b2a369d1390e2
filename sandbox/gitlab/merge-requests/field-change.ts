/** What a field of a merge request was and is now, as the hooks tell it. */
export type FieldChange = { previous: unknown; current: unknown };
