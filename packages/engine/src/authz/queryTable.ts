import { cosmosAuthz } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { invalidArgument, notFound, paginate, type Query, query } from "../query/index.js";
import { utf8 } from "../state/index.js";
import { type AuthzKernel, grantKey } from "./state.js";

const SERVICE = "/cosmos.authz.v1beta1.Query";

export const authzQueries: readonly Query<AuthzKernel>[] = [
  query(
    `${SERVICE}/Grants`,
    cosmosAuthz.QueryGrantsRequest,
    cosmosAuthz.QueryGrantsResponse,
    (k, { granter, grantee, msgTypeUrl, pagination }) => {
      if (!isValidAddress(granter) || !isValidAddress(grantee)) {
        return invalidArgument("invalid address");
      }
      if (msgTypeUrl !== "") {
        const grant = k.authz.grants.get(grantKey(granter, grantee, msgTypeUrl));
        if (grant === undefined) {
          return notFound(`authorization not found for ${msgTypeUrl} type`);
        }
        return { grants: [grant], pagination: undefined };
      }
      const prefix = `${granter}/${grantee}/`;
      const all = [...k.authz.grants.entries()].filter(([key]) => key.startsWith(prefix));
      const page = paginate(all, ([key]) => utf8(key.slice(prefix.length - 1)), pagination);
      if ("failureCode" in page) return page;
      return { grants: page.items.map(([, grant]) => grant), pagination: page.pagination };
    },
  ),
];
