import { accountplusQueries } from "../../accountplus/index.js";
import { affiliatesQueries } from "../../affiliates/index.js";
import { assetsQueries } from "../../assets/index.js";
import { authQueries } from "../../auth/index.js";
import { authzQueries } from "../../authz/index.js";
import { bankQueries } from "../../bank/index.js";
import { blocktimeQueries } from "../../blocktime/index.js";
import { bridgeQueries } from "../../bridge/index.js";
import { clobQueries } from "../../clob/index.js";
import { consensusQueries } from "../../consensus/index.js";
import { delaymsgQueries } from "../../delaymsg/index.js";
import { distributionQueries } from "../../distribution/index.js";
import { epochsQueries } from "../../epochs/index.js";
import { feetiersQueries } from "../../feetiers/index.js";
import { govQueries } from "../../gov/index.js";
import { listingQueries } from "../../listing/index.js";
import { marketmapQueries } from "../../marketmap/index.js";
import { perpetualsQueries } from "../../perpetuals/index.js";
import { pricesQueries } from "../../prices/index.js";
import type { Query } from "../../query/index.js";
import { ratelimitQueries } from "../../ratelimit/index.js";
import { revshareQueries } from "../../revshare/index.js";
import { rewardsQueries } from "../../rewards/index.js";
import { stakingQueries } from "../../staking/index.js";
import { statsQueries } from "../../stats/index.js";
import { subaccountsQueries } from "../../subaccounts/index.js";
import { upgradeQueries } from "../../upgrade/index.js";
import { vaultQueries } from "../../vault/index.js";
import { vestQueries } from "../../vest/index.js";
import type { EngineKernel } from "../kernel.js";

const ALL: readonly Query<EngineKernel>[] = [
  ...accountplusQueries,
  ...affiliatesQueries,
  ...assetsQueries,
  ...authQueries,
  ...authzQueries,
  ...bankQueries,
  ...blocktimeQueries,
  ...bridgeQueries,
  ...clobQueries,
  ...consensusQueries,
  ...delaymsgQueries,
  ...distributionQueries,
  ...epochsQueries,
  ...feetiersQueries,
  ...govQueries,
  ...listingQueries,
  ...marketmapQueries,
  ...perpetualsQueries,
  ...pricesQueries,
  ...ratelimitQueries,
  ...revshareQueries,
  ...rewardsQueries,
  ...stakingQueries,
  ...statsQueries,
  ...subaccountsQueries,
  ...upgradeQueries,
  ...vaultQueries,
  ...vestQueries,
];

/** Every query the chain answers, by `/package.Query/Method`. */
export const queryHandlers: ReadonlyMap<string, Query<EngineKernel>[1]> = new Map(ALL);
