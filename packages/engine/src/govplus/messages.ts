import {
  CONSENSUS_PREFIX,
  decodeSerializableInt,
  govplus,
  isBech32Address,
} from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { DEC_ONE, tryParseWireDec } from "../math/index.js";
import { POWER_REDUCTION, type StakingKernel, slash } from "../staking/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";

const EMPTY = new Uint8Array();

function tokensOf(m: govplus.MsgSlashValidator): bigint {
  const bytes = m.tokensAtInfractionHeight;
  return bytes.length === 0 ? 0n : decodeSerializableInt(bytes);
}

/** app.md part 11, in order. */
function validate(m: govplus.MsgSlashValidator): Rejection | undefined {
  const refuse = (code: number, text: string) => reject("govplus", code, text);
  if (!isValidAddress(m.authority)) return refuse(401, "Authority is invalid");
  if (!isBech32Address(m.validatorAddress, CONSENSUS_PREFIX)) {
    return refuse(400, `${m.validatorAddress}: validator address is invalid`);
  }
  const factor = tryParseWireDec(m.slashFactor);
  if (factor === undefined || factor < 0n || factor > DEC_ONE) {
    return refuse(402, "slash factor is invalid");
  }
  return tokensOf(m) > 0n ? undefined : refuse(403, "tokens at infraction height is invalid");
}

/** MsgSlashValidator: governance burns a validator's stake; nobody is jailed. */
export const govplusMessages: MessageHandler<StakingKernel, unknown>[] = [
  handler<StakingKernel, govplus.MsgSlashValidator>({
    typeUrl: "/dydxprotocol.govplus.MsgSlashValidator",
    codec: govplus.MsgSlashValidator,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: validate,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority) ?? validate(m);
      if (refused !== undefined) return refused;
      const order = {
        consensusAddress: m.validatorAddress,
        infractionHeight: BigInt(m.infractionHeight),
        power: tokensOf(m) / POWER_REDUCTION,
        factor: tryParseWireDec(m.slashFactor) ?? 0n,
      };
      return slash(k, order) ?? EMPTY;
    },
  }),
];
