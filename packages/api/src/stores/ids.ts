/** Children of parent p are p, p+128, p+256, … (api.md §0.6). */
export const CHILDREN_MODULUS = 128;
