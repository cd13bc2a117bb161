declare const brand: unique symbol;

/** A value that must not be mixed with others of the same JavaScript type. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Price in the smallest price step of a CLOB pair. */
export type Subticks = Brand<bigint, "Subticks">;
/** Size in the smallest unit of a perpetual's base asset. */
export type BaseQuantums = Brand<bigint, "BaseQuantums">;
/** 10^-6 USDC. */
export type QuoteQuantums = Brand<bigint, "QuoteQuantums">;
/** Parts per million; 1,000,000 is 100 %. */
export type Ppm = Brand<number, "Ppm">;
/** Index of a subaccount in the engine's stores, not its number. */
export type SubaccountIndex = Brand<number, "SubaccountIndex">;
