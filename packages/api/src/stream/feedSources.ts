import type { ApiDeps } from "../deps.js";
import type { FeedChannel, FeedEvent } from "../schemas/stream.js";
import type { FeedSource } from "./feed.js";
import {
  blockHeightSource,
  candlesSource,
  marketsSource,
  orderbookSource,
  parentSubaccountSource,
  subaccountSource,
  tradesSource,
} from "./sources.js";

/** Adds to every event which channel of the feed it belongs to. */
function labelled<Event extends object, Label extends object>(
  source: FeedSource<Event>,
  label: Label,
): FeedSource<Event & Label> {
  return {
    channel: source.channel,
    topic: source.topic,
    snapshot: async () => ({ ...(await source.snapshot()), ...label }),
    update: (contents) => {
      const event = source.update(contents);
      return event === undefined ? undefined : { ...event, ...label };
    },
  };
}

/** The source of one channel of a combined feed. */
export async function feedSource(
  deps: ApiDeps,
  request: FeedChannel,
): Promise<FeedSource<FeedEvent>> {
  switch (request.channel) {
    case "orderbook": {
      const { channel, ticker } = request;
      return labelled(await orderbookSource(deps, ticker), { channel, ticker });
    }
    case "trades": {
      const { channel, ticker } = request;
      return labelled(await tradesSource(deps, request), { channel, ticker });
    }
    case "candles": {
      const { channel, ticker, resolution } = request;
      return labelled(await candlesSource(deps, request), { channel, ticker, resolution });
    }
    case "markets":
      return labelled(marketsSource(deps), { channel: request.channel });
    case "blockHeight":
      return labelled(blockHeightSource(deps), { channel: request.channel });
    case "subaccount": {
      const { channel, address, subaccountNumber } = request;
      return labelled(subaccountSource(deps, request), { channel, address, subaccountNumber });
    }
    case "parentSubaccount": {
      const { channel, address, parentSubaccountNumber } = request;
      const label = { channel, address, parentSubaccountNumber };
      return labelled(parentSubaccountSource(deps, request), label);
    }
  }
}
