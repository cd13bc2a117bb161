import { cosmosBank } from "@perpetua/protocol";
import { notFound, paginate, type Query, query } from "../query/index.js";
import { utf8 } from "../state/index.js";
import { balanceOf, balancesOf, supplyOf } from "./send.js";
import type { BankKernel, Coin } from "./state.js";

const SERVICE = "/cosmos.bank.v1beta1.Query";

const wire = ({ denom, amount }: Coin) => ({ denom, amount: String(amount) });
const keyOf = (coin: Coin) => utf8(coin.denom);

export const bankQueries: readonly Query<BankKernel>[] = [
  query(
    `${SERVICE}/Balance`,
    cosmosBank.QueryBalanceRequest,
    cosmosBank.QueryBalanceResponse,
    (k, { address, denom }) => ({
      balance: wire({ denom, amount: balanceOf(k, address, denom) }),
    }),
  ),
  query(
    `${SERVICE}/AllBalances`,
    cosmosBank.QueryAllBalancesRequest,
    cosmosBank.QueryAllBalancesResponse,
    (k, q) => {
      const page = paginate(balancesOf(k, q.address), keyOf, q.pagination);
      if ("failureCode" in page) return page;
      return { balances: page.items.map(wire), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/SpendableBalances`,
    cosmosBank.QuerySpendableBalancesRequest,
    cosmosBank.QuerySpendableBalancesResponse,
    (k, q) => {
      const page = paginate(balancesOf(k, q.address), keyOf, q.pagination);
      if ("failureCode" in page) return page;
      return { balances: page.items.map(wire), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/TotalSupply`,
    cosmosBank.QueryTotalSupplyRequest,
    cosmosBank.QueryTotalSupplyResponse,
    (k, q) => {
      const all = [...k.bank.supply.entries()].map(([denom, amount]) => ({ denom, amount }));
      const page = paginate(all, keyOf, q.pagination);
      if ("failureCode" in page) return page;
      return { supply: page.items.map(wire), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/SupplyOf`,
    cosmosBank.QuerySupplyOfRequest,
    cosmosBank.QuerySupplyOfResponse,
    (k, { denom }) => ({ amount: wire({ denom, amount: supplyOf(k, denom) }) }),
  ),
  query(
    `${SERVICE}/Params`,
    cosmosBank.QueryParamsRequest,
    cosmosBank.QueryParamsResponse,
    (k) => ({
      params: { sendEnabled: [], defaultSendEnabled: k.bank.defaultSendEnabled.get() ?? true },
    }),
  ),
  query(
    `${SERVICE}/DenomMetadata`,
    cosmosBank.QueryDenomMetadataRequest,
    cosmosBank.QueryDenomMetadataResponse,
    (k, { denom }) => {
      const metadata = k.bank.metadata.get(denom);
      return metadata === undefined ? notFound(`client metadata for denom ${denom}`) : { metadata };
    },
  ),
  query(
    `${SERVICE}/DenomsMetadata`,
    cosmosBank.QueryDenomsMetadataRequest,
    cosmosBank.QueryDenomsMetadataResponse,
    (k, q) => {
      const all = [...k.bank.metadata.entries()].map(([, metadata]) => metadata);
      const page = paginate(all, (metadata) => utf8(metadata.base), q.pagination);
      if ("failureCode" in page) return page;
      return { metadatas: page.items, pagination: page.pagination };
    },
  ),
];
