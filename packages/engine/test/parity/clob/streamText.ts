import type { clob, indexerV1 } from "@perpetua/protocol";
import { lineReader } from "./recordedSession.js";

/** A message of the full-node stream in one line, filed under the order that it is about. */
export interface StreamLine {
  readonly mode: number;
  readonly height: number;
  readonly order: string;
  readonly text: string;
}

interface AnyId {
  readonly owner: string;
  readonly number: number;
  readonly client: number;
  readonly flags: number;
  readonly pair: number;
}
const textOf = (i: AnyId) => `${i.owner}/${i.number}/${i.client}/${i.flags}/${i.pair}`;

// biome-ignore lint/suspicious/noExplicitAny: a recorded frame is JSON of many shapes.
type Json = any;

function jsonId(id: Json): string {
  const { owner, number } = id.subaccount_id;
  return textOf({
    owner,
    number,
    client: id.client_id,
    flags: id.order_flags,
    pair: id.clob_pair_id,
  });
}

function ourId(id: clob.OrderId | indexerV1.IndexerOrderId | undefined): string {
  return textOf({
    owner: id?.subaccountId?.owner ?? "",
    number: id?.subaccountId?.number ?? 0,
    client: id?.clientId ?? 0,
    flags: id?.orderFlags ?? 0,
    pair: id?.clobPairId ?? 0,
  });
}

/** The recorded messages about orders, without snapshots. */
export function recordedStream(folder: string): StreamLine[] {
  const lines: StreamLine[] = [];
  for (const { frame } of lineReader(folder)("streaming.jsonl.gz")) {
    for (const u of frame.updates) {
      const add = (order: string, text: string) =>
        lines.push({ mode: u.exec_mode, height: u.block_height, order, text });
      if (u.taker_order?.order !== undefined) {
        const s = u.taker_order.taker_order_status;
        const numbers = `${s.remaining_quantums} ${s.optimistically_filled_quantums}`;
        add(jsonId(u.taker_order.order.order_id), `taker ${s.order_status} ${numbers}`);
      } else if (u.order_fill !== undefined) {
        const ids = u.order_fill.orders.map((o: Json) => jsonId(o.order_id));
        add(ids.at(-1) ?? "", `fill ${ids.join()} ${u.order_fill.fill_amounts.join()}`);
      } else if (u.orderbook_update !== undefined && !u.orderbook_update.snapshot) {
        for (const b of u.orderbook_update.updates) {
          if (b.order_place !== undefined) add(jsonId(b.order_place.order.order_id), "place");
          if (b.order_remove !== undefined) {
            add(jsonId(b.order_remove.removed_order_id), `remove ${b.order_remove.removal_status}`);
          }
          if (b.order_update !== undefined) {
            add(jsonId(b.order_update.order_id), `total ${b.order_update.total_filled_quantums}`);
          }
        }
      }
    }
  }
  return lines;
}

/** Our messages in the same form. */
export function ourStream(updates: readonly clob.StreamUpdate[]): StreamLine[] {
  const lines: StreamLine[] = [];
  for (const u of updates) {
    const add = (order: string, text: string) =>
      lines.push({ mode: u.execMode, height: u.blockHeight, order, text });
    if (u.takerOrder?.order !== undefined) {
      const s = u.takerOrder.takerOrderStatus;
      const numbers = `${s?.remainingQuantums} ${s?.optimisticallyFilledQuantums}`;
      add(ourId(u.takerOrder.order.orderId), `taker ${s?.orderStatus} ${numbers}`);
    } else if (u.orderFill !== undefined) {
      const ids = u.orderFill.orders.map((o) => ourId(o.orderId));
      add(ids.at(-1) ?? "", `fill ${ids.join()} ${u.orderFill.fillAmounts.join()}`);
    } else {
      for (const b of u.orderbookUpdate?.updates ?? []) {
        if (b.orderPlace !== undefined) add(ourId(b.orderPlace.order?.orderId), "place");
        if (b.orderRemove !== undefined) {
          const status = "ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED";
          add(ourId(b.orderRemove.removedOrderId), `remove ${status}`);
        }
        if (b.orderUpdate !== undefined) {
          add(ourId(b.orderUpdate.orderId), `total ${b.orderUpdate.totalFilledQuantums}`);
        }
      }
    }
  }
  return lines;
}
