import { accountplusMessages } from "../accountplus/index.js";
import { affiliatesMessages } from "../affiliates/index.js";
import { authMessages } from "../auth/index.js";
import { authzMessages } from "../authz/index.js";
import { bankMessages } from "../bank/index.js";
import { blocktimeMessages } from "../blocktime/index.js";
import { bridgeMessages } from "../bridge/index.js";
import { clobMessages, isPerpetualActive } from "../clob/index.js";
import { consensusMessages } from "../consensus/index.js";
import { crisisMessages } from "../crisis/index.js";
import { delaymsgMessages } from "../delaymsg/index.js";
import { distributionMessages } from "../distribution/index.js";
import { feegrantMessages } from "../feegrant/index.js";
import { feetiersMessages } from "../feetiers/index.js";
import { govMessages } from "../gov/index.js";
import { govplusMessages } from "../govplus/index.js";
import { listingMessages } from "../listing/index.js";
import { marketmapMessages } from "../marketmap/index.js";
import { perpetualsMessages, premiumVotesMessage } from "../perpetuals/index.js";
import { createOracleMarketMessage, pricesMessages } from "../prices/index.js";
import { ratelimitMessages } from "../ratelimit/index.js";
import { createMarketRevShare, revshareMessages } from "../revshare/index.js";
import { rewardsMessages } from "../rewards/index.js";
import { sendingMessages } from "../sending/index.js";
import { slashingMessages } from "../slashing/index.js";
import { stakingMessages } from "../staking/index.js";
import type { MessageHandler } from "../state/index.js";
import { statsMessages } from "../stats/index.js";
import { transferMessages } from "../transfer/index.js";
import { upgradeMessages } from "../upgrade/index.js";
import { vaultMessages } from "../vault/index.js";
import { vestMessages } from "../vest/index.js";
import type { EngineKernel } from "./kernel.js";

const ALL: readonly MessageHandler<EngineKernel, unknown>[] = [
  ...accountplusMessages,
  ...affiliatesMessages,
  ...authMessages,
  ...authzMessages,
  ...bankMessages,
  ...blocktimeMessages,
  ...bridgeMessages,
  ...clobMessages,
  ...consensusMessages,
  ...crisisMessages,
  ...delaymsgMessages,
  ...distributionMessages,
  ...feegrantMessages,
  ...feetiersMessages,
  ...govMessages,
  ...govplusMessages,
  ...listingMessages,
  ...marketmapMessages,
  ...perpetualsMessages,
  premiumVotesMessage<EngineKernel>(isPerpetualActive),
  ...pricesMessages,
  createOracleMarketMessage<EngineKernel>(createMarketRevShare),
  ...ratelimitMessages,
  ...revshareMessages,
  ...rewardsMessages,
  ...sendingMessages,
  ...slashingMessages,
  ...stakingMessages,
  ...statsMessages,
  ...transferMessages,
  ...upgradeMessages,
  ...vaultMessages,
  ...vestMessages,
];

/** Every message the chain knows, by type URL. */
export const messageHandlers: ReadonlyMap<string, MessageHandler<EngineKernel, unknown>> = new Map(
  ALL.map((h) => [h.typeUrl, h]),
);
