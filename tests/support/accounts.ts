import { addressOfPublicKey, type KeyPair, keyPairFromMnemonic } from "@perpetua/protocol";

/**
 * Public test mnemonics of the recorded network's actors: the local test accounts and well-known
 * BIP-39 test vectors. Never for real funds.
 */
const MNEMONICS = {
  alice:
    "merge panther lobster crazy road hollow amused security before critic about cliff exhibit cause coyote talent happy where lion river tobacco option coconut small",
  bob: "color habit donor nurse dinosaur stable wonder process post perfect raven gold census inside worth inquiry mammal panic olive toss shadow strong name drum",
  carl: "school artefact ghost shop exchange slender letter debris dose window alarm hurt whale tiger find found island what engine ketchup globe obtain glory manage",
  dave: "switch boring kiss cash lizard coconut romance hurry sniff bus accident zone chest height merit elevator furnace eagle fetch quit toward steak mystery nest",
  erin: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
  frank: "legal winner thank year wave sausage worth useful legal winner thank yellow",
  grace: "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
  heidi: "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
} as const;

export interface Actor {
  readonly key: KeyPair;
  readonly address: string;
}

const known = new Map<string, Actor>();

/** The key and address of a named actor of the recording. */
export function actorOf(name: string): Actor {
  let actor = known.get(name);
  if (actor === undefined) {
    const mnemonic = (MNEMONICS as Readonly<Record<string, string>>)[name];
    if (mnemonic === undefined) throw new Error(`no mnemonic for ${name}`);
    const key = keyPairFromMnemonic(mnemonic);
    actor = { key, address: addressOfPublicKey(key.publicKey) };
    known.set(name, actor);
  }
  return actor;
}
