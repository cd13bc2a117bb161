import { addressOfPublicKey, type KeyPair, keyPairFromMnemonic } from "@perpetua/protocol";

/** Public test mnemonics of the local network (genesis.md §11.1). Never for real funds. */
const MNEMONICS = {
  alice:
    "merge panther lobster crazy road hollow amused security before critic about cliff exhibit cause coyote talent happy where lion river tobacco option coconut small",
  bob: "color habit donor nurse dinosaur stable wonder process post perfect raven gold census inside worth inquiry mammal panic olive toss shadow strong name drum",
  carl: "school artefact ghost shop exchange slender letter debris dose window alarm hurt whale tiger find found island what engine ketchup globe obtain glory manage",
  dave: "switch boring kiss cash lizard coconut romance hurry sniff bus accident zone chest height merit elevator furnace eagle fetch quit toward steak mystery nest",
} as const;

export interface TestAccount {
  readonly key: KeyPair;
  readonly address: string;
  /** Its number in the local genesis: part of what it signs. */
  readonly accountNumber: bigint;
}

function accountOf(mnemonic: string, accountNumber: bigint): TestAccount {
  const key = keyPairFromMnemonic(mnemonic);
  return { key, address: addressOfPublicKey(key.publicKey), accountNumber };
}

export const alice = accountOf(MNEMONICS.alice, 0n);
export const bob = accountOf(MNEMONICS.bob, 1n);
export const carl = accountOf(MNEMONICS.carl, 2n);
export const dave = accountOf(MNEMONICS.dave, 3n);
