import { consensusAddressBytes } from "@perpetua/protocol";
import { AppError } from "@perpetua/telemetry";

export interface ValidatorIdentity {
  /** Consensus address, 20 bytes. */
  readonly address: Uint8Array;
  /** ed25519 public key, base64. */
  readonly publicKey: string;
  readonly power: bigint;
  readonly moniker: string;
}

const POWER_REDUCTION = 10n ** 18n;

/** The first validator that the genesis transactions create: whom a lone sequencer stands for. */
export function validatorOf(genesis: unknown): ValidatorIdentity {
  const document = genesis as GenesisTransactions;
  for (const tx of document.app_state?.genutil?.gen_txs ?? []) {
    for (const message of tx.body?.messages ?? []) {
      const publicKey = message.pubkey?.key;
      if (publicKey === undefined) continue;
      return {
        address: consensusAddressBytes(new Uint8Array(Buffer.from(publicKey, "base64"))),
        publicKey,
        power: BigInt(message.value?.amount ?? "0") / POWER_REDUCTION,
        moniker: message.description?.moniker ?? "",
      };
    }
  }
  throw new AppError(
    "NO_VALIDATOR",
    "the genesis file creates no validator (app_state.genutil.gen_txs)",
  );
}

interface GenesisTransactions {
  readonly app_state?: {
    readonly genutil?: {
      readonly gen_txs?: readonly {
        readonly body?: {
          readonly messages?: readonly {
            readonly pubkey?: { readonly key?: string };
            readonly value?: { readonly amount?: string };
            readonly description?: { readonly moniker?: string };
          }[];
        };
      }[];
    };
  };
}
