import { type indexerEvents, type indexerV1, transferUuid } from "@perpetua/protocol";
import { formatDecimal, fromScaled } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { subaccountUuid } from "../ids.js";
import { present, stateError } from "../model/blockError.js";
import { newOutput } from "../output.js";
import type { HandlerContext } from "./context.js";

/**
 * Records a transfer. Only the recipient's subaccount is touched: the sender changed through its
 * own update (traps-indexer.md 27). Both ends that are subaccounts hear of it.
 */
export function applyTransfer(context: HandlerContext, event: EventOf<"transfer">): void {
  const { state } = context;
  const { assetId, amount } = event.payload;
  const sender = present(event.payload.sender, "sender");
  const recipient = present(event.payload.recipient, "recipient");
  const asset = state.reference.assets.get(String(assetId));
  if (asset === undefined) throw stateError(`transfer of the unknown asset ${assetId}`);
  if (recipient.subaccountId !== undefined) {
    state.touchSubaccount(recipient.subaccountId);
    state.ensureWallet(recipient.subaccountId.owner);
  }
  if (sender.address !== undefined) state.ensureWallet(sender.address);
  if (recipient.address !== undefined) state.ensureWallet(recipient.address);

  const senderSubaccount = sender.subaccountId && subaccountUuid(sender.subaccountId);
  const recipientSubaccount = recipient.subaccountId && subaccountUuid(recipient.subaccountId);
  const size = formatDecimal(fromScaled(amount, asset.atomicResolution));
  state.transfers.push({
    id: transferUuid({
      senderSubaccount,
      recipientSubaccount,
      senderAddress: sender.address,
      recipientAddress: recipient.address,
      eventIdHex: event.eventId,
      assetId,
    }),
    senderSubaccountId: senderSubaccount ?? null,
    recipientSubaccountId: recipientSubaccount ?? null,
    assetId: asset.id,
    size,
    eventId: event.eventId,
    transactionHash: event.transactionHash,
    createdAt: state.time,
    createdAtHeight: state.height,
    recipientWalletAddress: recipient.address ?? null,
    senderWalletAddress: sender.address ?? null,
  });
  announce(context, event, { sender, recipient, symbol: asset.symbol, size });
}

interface Announcement {
  readonly sender: indexerEvents.SourceOfFunds;
  readonly recipient: indexerEvents.SourceOfFunds;
  readonly symbol: string;
  readonly size: string;
}

function announce(
  { state, output }: HandlerContext,
  event: EventOf<"transfer">,
  { sender, recipient, symbol, size }: Announcement,
): void {
  const sent = output.add(newOutput(event));
  const send = (subaccountId: indexerV1.IndexerSubaccountId, type: string): void => {
    const transfers = {
      sender: endOf(sender),
      recipient: endOf(recipient),
      symbol,
      size,
      type,
      createdAt: state.time.toISOString(),
      createdAtHeight: String(state.height),
      transactionHash: event.transactionHash,
    };
    const contents = { transfers, blockHeight: String(state.height) };
    sent.subaccounts.push({ subaccountId, contents });
  };
  const betweenSubaccounts =
    sender.subaccountId !== undefined && recipient.subaccountId !== undefined;
  if (sender.subaccountId !== undefined) {
    send(sender.subaccountId, betweenSubaccounts ? "TRANSFER_OUT" : "WITHDRAWAL");
  }
  if (recipient.subaccountId !== undefined) {
    send(recipient.subaccountId, betweenSubaccounts ? "TRANSFER_IN" : "DEPOSIT");
  }
}

function endOf(end: indexerEvents.SourceOfFunds): object {
  if (end.subaccountId === undefined) return { address: end.address };
  return { address: end.subaccountId.owner, subaccountNumber: end.subaccountId.number };
}
