/**
 * JSON of the gateway (LCD) and of the streaming WebSocket, driven by the schema tables: both ways,
 * plus the REST routes of all queries.
 */
export { fromProtoJson, ProtoJsonError } from "./fromProtoJson.js";
export * from "./restRoutes.js";
export { toProtoJson } from "./toProtoJson.js";
export * from "./wellKnown.js";
