/** Protocol constants (clob.md §12.1, wire.md §2). */

export const DAY_SECONDS = 86_400;

/** A short-term order may name a block at most this far ahead of the next one. */
export const SHORT_BLOCK_WINDOW = 40;
export const STATEFUL_ORDER_TIME_WINDOW_SECONDS = 95 * DAY_SECONDS;
export const MAX_BATCH_CANCELS = 100;
export const BATCH_CANCEL_RATE_WEIGHT = 2;
export const CONDITIONAL_TRIGGER_MULTIPLIER = 5;
export const MAX_BUILDER_FEE_PPM = 10_000;
export const MAX_SUBACCOUNT_NUMBER = 128_000;
/** Children of a parent subaccount are those congruent to it modulo this number. */
export const PARENT_SUBACCOUNT_COUNT = 128;
export const CLIENT_ID_MAX = 0xffffffff;

export const TWAP_MIN_INTERVAL_SECONDS = 30;
export const TWAP_MAX_INTERVAL_SECONDS = 3_600;
export const TWAP_MIN_DURATION_SECONDS = 300;
export const TWAP_MAX_DURATION_SECONDS = 86_400;
export const TWAP_SUBORDER_GOOD_TIL_OFFSET_SECONDS = 3;
export const TWAP_PARENT_CANCEL_OFFSET_SECONDS = 10;
export const TWAP_MAX_CATCH_UP_MULTIPLIER = 3;

export const WITHDRAWAL_GATE_BLOCKS = 50;
export const OUTAGE_SECONDS = 300;

export const ONE_MILLION = 1_000_000n;
export const PPM_ONE = 1_000_000;

export const USDC_ASSET_ID = 0;
export const USDC_DENOM = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
/** A quote quantum is 10^-6 USDC. */
export const QUOTE_ATOMIC_RESOLUTION = -6;
export const LOCAL_NATIVE_DENOM = "adv4tnt";
export const MAINNET_NATIVE_DENOM = "adydx";
export const NATIVE_DENOM_EXPONENT = -18;

export const MAX_MEMO_LENGTH = 256;
export const MAX_SIGNATURES = 7;
export const MAX_MEMPOOL_TX_BYTES = 1_048_576;
export const MAX_BLOCK_BYTES = 4_194_304;

/** Sequences from here on are timestamps in milliseconds (wire.md §2.3). */
export const TIMESTAMP_NONCE_THRESHOLD: bigint = 1n << 40n;
export const TIMESTAMP_NONCE_WINDOW_MS = 30_000;
export const MAX_TIMESTAMP_NONCES = 20;

export const LOCAL_CHAIN_ID = "localdydxprotocol";
