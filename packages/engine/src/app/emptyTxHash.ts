/** SHA-256 of nothing: the pseudo transaction of hooks and genesis (app.md §2.1). */
export const EMPTY_TX_HASH = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
