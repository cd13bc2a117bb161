import { isBech32Address } from "@perpetua/protocol";
import {
  AppError,
  createLogger,
  createMetrics,
  createReadiness,
  createShutdown,
  describeError,
  type Logger,
  startOpsServer,
} from "@perpetua/telemetry";
import Fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import type { Environment } from "../env.js";
import { type FaucetOptions, faucetOptions } from "../options/faucet.js";
import { ChainClient } from "./chainClient.js";
import { Payer } from "./payer.js";

const USDC = "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";
const USDC_DECIMALS = 6;
/** What a wallet gets for fees and first deposits: one native coin and a thousand USDC. */
const NATIVE_GIFT = "1000000000000000000";
const WALLET_USDC_GIFT = "1000000000";

const address = z.string().refine((a) => isBech32Address(a, "dydx"), "must be a dydx address");

/** Runs the faucet of a test network until it is told to stop. */
export async function faucet(environment: Environment): Promise<void> {
  const options = faucetOptions(environment);
  const logger = createLogger({ name: "faucet", level: options.logLevel });
  const shutdown = createShutdown({ logger });
  shutdown.install();
  const metrics = createMetrics({ prefix: "perpetua" });
  const readiness = createReadiness();
  const chain = new ChainClient(options.rpcUrl, options.restUrl);
  const payer = new Payer(chain, options.mnemonics, logger);
  readiness.register("account", async () => {
    await payer.payer();
    return true;
  });
  const ops = await startOpsServer({
    port: options.opsPort,
    host: options.bind,
    metrics,
    readiness,
    logger,
  });
  shutdown.onClose("ops server", () => ops.close());
  const app = createFaucetServer(payer, options, logger);
  await app.listen({ port: options.port, host: options.bind });
  shutdown.onClose("faucet", () => app.close());
  logger.info({ port: options.port }, "faucet open");
}

/**
 * `POST /faucet/tokens {address, subaccountNumber, amount}` and `POST /faucet/native-token
 * {address}`; 202 with the transaction's hash.
 */
export function createFaucetServer(
  payer: Payer,
  options: Pick<FaucetOptions, "maxUsdc">,
  logger: Logger,
): FastifyInstance {
  const app = Fastify();
  const tokens = z.object({
    address,
    subaccountNumber: z.coerce.number().int().min(0).max(128_000).default(0),
    amount: z.coerce.number().min(0.000001).max(options.maxUsdc).default(1_000),
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("access-control-allow-origin", "*");
    if (request.method !== "OPTIONS") return;
    reply.header("access-control-allow-methods", "POST, OPTIONS");
    reply.header("access-control-allow-headers", "Content-Type");
    await reply.code(204).send();
  });
  app.setErrorHandler((error, _request, reply) => {
    const busy = error instanceof AppError && error.code === "FAUCET_BUSY";
    const status = busy ? 503 : ((error as { statusCode?: number }).statusCode ?? 500);
    if (status >= 500) logger.error({ err: error }, "faucet request failed");
    void reply.code(status).send({ errors: [{ msg: describeError(error) }] });
  });
  app.post("/faucet/tokens", async (request, reply) => {
    const parsed = tokens.safeParse(request.body ?? {});
    if (!parsed.success) return reply.code(400).send(invalid(parsed.error));
    const { address: owner, subaccountNumber, amount } = parsed.data;
    const hash = await payer.pay((sender) => [
      {
        typeUrl: "/dydxprotocol.sending.MsgDepositToSubaccount",
        value: {
          sender,
          recipient: { owner, number: subaccountNumber },
          assetId: 0,
          quantums: usdcQuantums(amount),
        },
      },
    ]);
    return reply.code(202).send({ txHash: hash });
  });
  app.post("/faucet/native-token", async (request, reply) => {
    const parsed = z.object({ address }).safeParse(request.body ?? {});
    if (!parsed.success) return reply.code(400).send(invalid(parsed.error));
    const amount = [
      { denom: "adv4tnt", amount: NATIVE_GIFT },
      { denom: USDC, amount: WALLET_USDC_GIFT },
    ];
    const { address: toAddress } = parsed.data;
    const hash = await payer.pay((fromAddress) => [
      {
        typeUrl: "/cosmos.bank.v1beta1.MsgSend",
        value: { fromAddress, toAddress, amount },
      },
    ]);
    return reply.code(202).send({ txHash: hash });
  });
  return app;
}

/** Read from its decimal text: 8.2 times a million is not a whole number of quantums. */
function usdcQuantums(amount: number): bigint {
  return BigInt(amount.toFixed(USDC_DECIMALS).replace(".", ""));
}

function invalid(error: z.ZodError) {
  return {
    errors: error.issues.map((i) => ({
      param: i.path.join("."),
      msg: i.message,
      location: "body",
    })),
  };
}
