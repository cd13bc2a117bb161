/**
 * Ids by which upstream decides which handlers may run at the same time (indexer.md §4.3-5). The
 * prefix keeps kinds apart; updates and fills share the subaccount's, stateful events and fills the
 * order's.
 */
export const subaccountParallelId = (subaccountUuid: string): string => `s/${subaccountUuid}`;
export const subaccountPairParallelId = (subaccountUuid: string, clobPairId: number): string =>
  `p/${subaccountUuid}/${clobPairId}`;
export const orderParallelId = (orderUuid: string): string => `o/${orderUuid}`;
